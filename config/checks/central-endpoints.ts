import { type Draft, entries, has } from "../draft";
import { type Path, quote } from "../errors";
import { endpointsOf, isNewVpc, usesProfile, type WrittenVpc } from "../vpc-parts";
import { type Check, type Report } from "./check";

/** Central endpoints are reachable from the VPC (EP-12), and their zones can be associated with it. */
export const checkCentralEndpoints: Check = (draft, report) => {
  const refused = new Set<string>();
  for (const [name, vpc] of entries(draft.workloadVpcs)) {
    if (endpointsOf(vpc).mode !== "central") continue;
    const path = ["workloadVpcs", name];
    checkWay(draft, path, vpc, report);
    // The zones of a profile need no authorization.
    if (!usesProfile(draft, vpc)) checkOwner(draft, name, vpc, refused, report);
  }
};

/** The packets go over a transit gateway, which both VPCs are attached to. */
function checkWay(draft: Draft, path: Path, vpc: WrittenVpc, report: Report): void {
  const hub = draft.sharedNetwork?.vpc;
  const place = [...path, "endpoints"];
  if (hub !== undefined && "id" in hub && !("cidr" in hub)) {
    const message =
      "needs sharedNetwork.vpc.cidr, the range that the VPC routes to the central endpoints, got 'central'";
    report.error(place, message);
  }
  if (isNewVpc(vpc) && !("transitGateway" in vpc)) {
    report.error(place, "needs transitGateway of the VPC, which leads to the central endpoints (EP-12), got 'central'");
  }
  if (hub === undefined || "id" in hub) return;
  if (!("transitGateway" in hub)) {
    report.error(
      place,
      "needs sharedNetwork.vpc.transitGateway, which leads to the central endpoints (EP-12), got 'central'",
    );
    return;
  }
  const own = isNewVpc(vpc) ? vpc.transitGateway?.id : undefined;
  const theirs = "transitGateway" in hub ? hub.transitGateway : undefined;
  if (own === undefined || theirs === undefined || own === theirs) return;
  report.warning(
    [...path, "transitGateway", "id"],
    `leads to the central endpoints only if it is peered with ${theirs} of sharedNetwork.vpc, got ${quote(own)}`,
  );
}

/** The zones' account authorizes the association, by a provider of the VPC's stack. */
function checkOwner(draft: Draft, name: string, vpc: WrittenVpc, refused: Set<string>, report: Report): void {
  const owner = draft.sharedNetwork?.account;
  if (owner === undefined || vpc.account === undefined || vpc.account === owner || refused.has(owner)) return;
  const account = has(draft.accounts, owner) ? draft.accounts?.[owner] : undefined;
  if (account === undefined || "deployRole" in account) return;
  refused.add(owner);
  report.error(
    ["accounts", owner],
    `should have a deployRole, since stack vpc-${name} authorizes the association of the central endpoints' zones in this account`,
    "key",
  );
}
