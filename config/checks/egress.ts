import { Address4, Address6 } from "ip-address";

import { type Draft, entries, items } from "../draft";
import { type Path, quote } from "../errors";
import { orChoose } from "../nearest";
import { isVpcName, portRange } from "../schema/egress";
import { hasIpv6, isNewVpc, type WrittenVpc } from "../vpc-parts";
import { ecsTasks, type TaskPart } from "../workload-parts";
import { type Check, type Report } from "./check";
import { malformed, malformedIpv6 } from "./cidrs";
import { routedRanges, routesOf } from "./transit-gateways";

type WrittenRule = NonNullable<NonNullable<TaskPart["task"]["egress"]>[number]>;

/** Destinations of tasks are ranges or VPCs that exist, no rule is repeated, and the VPC has a route to each range. */
export const checkEgress: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    const seen = new Set<string>();
    for (const [index, rule] of items(part.task.egress)) {
      const path = [...part.path, "egress", index];
      checkPorts(path, rule, seen, report);
      if (rule.to?.includes(":")) {
        checkIpv6(part, [...path, "to"], rule.to, report);
        continue;
      }
      const range = rangeOf(draft, [...path, "to"], rule.to, report);
      if (range) checkRoute(draft, part, [...path, "to"], rule.to!, range, report);
    }
  }
};

function checkPorts(path: Path, { to, ports, protocol = "tcp" }: WrittenRule, seen: Set<string>, report: Report) {
  for (const [index, written] of items(ports)) {
    const place = [...path, "ports", index];
    const [first, last] = portRange(written);
    if (typeof written === "string" && !(first >= 1 && first < last && last <= 65535)) {
      report.error(place, `should be from a lower to a higher port, within 1 to 65535, got ${quote(written)}`);
      continue;
    }
    const rule = `${protocol} ${first}-${last} to ${to}`;
    if ((to === "0.0.0.0/0" || to === "::/0") && protocol === "tcp" && first === 443 && last === 443) {
      report.error(place, "should be left out, since tasks may connect to HTTPS anywhere already, got 443");
    } else if (to !== undefined && seen.has(rule)) {
      report.error(
        place,
        `repeats a port of ${quote(to)}, and AWS refuses the same rule twice, got ${quote(String(written))}`,
      );
    }
    seen.add(rule);
  }
}

/** An IPv6 range, in a VPC that has IPv6 and a route there. */
function checkIpv6({ vpc, vpcName = "" }: TaskPart, path: Path, to: string, report: Report): void {
  const isKnown = vpc !== undefined;
  const problem =
    isKnown && !hasIpv6(vpc)
      ? `should be an IPv4 range, since VPC '${vpcName}' has no IPv6; set ipv6 of the VPC to true`
      : malformedIpv6(to);
  if (problem !== undefined) report.error(path, `${problem}, got ${quote(to)}`);
  else if (isKnown && !isIpv6Routed(vpc, to)) report.warning(path, noRoute(vpcName, to));
}

/** Whether a new VPC has a route to the range. The routes of adopted VPCs are not in the file. */
function isIpv6Routed(vpc: WrittenVpc, to: string): boolean {
  if (!isNewVpc(vpc)) return true;
  const { internet } = vpc;
  if (internet !== undefined && internet !== "none") return true;
  return routesOf(vpc).some(
    (route) => !route.includes("/") || (Address6.isValid(route) && new Address6(to).isInSubnet(new Address6(route))),
  );
}

/** The range that a destination stands for; nothing for a security group or a prefix list. */
function rangeOf(draft: Draft, path: Path, to: string | undefined, report: Report): Address4 | undefined {
  if (to === undefined) return undefined;
  if (isVpcName(to)) {
    const vpcs = draft.workloadVpcs ?? {};
    if (!Object.hasOwn(vpcs, to)) {
      const message = `should be an IPv4 range, the id of a security group or prefix list, or a workload VPC, got ${quote(to)}`;
      report.error(path, `${message}${orChoose(to, Object.keys(vpcs))}`);
      return undefined;
    }
    return vpcRange(draft, to);
  }
  if (!to.includes("/")) return undefined;
  const problem = malformed(to);
  if (problem !== undefined) report.error(path, `${problem}, got ${quote(to)}`);
  return problem === undefined ? new Address4(to) : undefined;
}

/** A route in the VPC of the task that covers the whole range; adopted VPCs have routes that the file doesn't show. */
function checkRoute(draft: Draft, { vpc, vpcName }: TaskPart, path: Path, to: string, range: Address4, report: Report) {
  if (vpc === undefined || vpcName === undefined || isRouted(draft, vpc, vpcName, range)) return;
  report.warning(path, noRoute(vpcName, isVpcName(to) ? `${to} (${range.address})` : to));
}

/** The problem if a task's VPC has no route to another VPC of the file; undefined if one of the two is not known. */
export function routeProblem(
  draft: Draft,
  { vpc, vpcName }: Pick<TaskPart, "vpc" | "vpcName">,
  to: string,
  leads: "leads to" | "is answered to",
): string | undefined {
  const range = vpcRange(draft, to);
  if (vpc === undefined || vpcName === undefined || range === undefined) return undefined;
  return isRouted(draft, vpc, vpcName, range) ? undefined : noRoute(vpcName, `${to} (${range.address})`, leads);
}

function noRoute(vpcName: string, what: string, leads = "leads to"): string {
  return `${leads} ${what}, and VPC '${vpcName}' has no route there; add the range to transitGateway.routes of the VPC`;
}

/** Whether a VPC covers the range or routes it; also if its routes are not known. */
function isRouted(draft: Draft, vpc: WrittenVpc, vpcName: string, range: Address4): boolean {
  const own = vpcRange(draft, vpcName);
  const routed = routedRanges(vpc);
  if (own === undefined || routed === undefined) return true;
  return [own, ...routed].some((known) => range.isInSubnet(known));
}

/** The IPv4 range of a workload VPC; nothing if it is not known. */
export function vpcRange(draft: Draft, name: string): Address4 | undefined {
  const vpc = entries(draft.workloadVpcs).find(([each]) => each === name)?.[1];
  const cidr = vpc && (isNewVpc(vpc) ? vpc.cidr : vpc.vpc?.cidr);
  return cidr !== undefined && malformed(cidr) === undefined ? new Address4(cidr) : undefined;
}
