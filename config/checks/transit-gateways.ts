import { Address4 } from "ip-address";

import { entries, items } from "../draft";
import { type Path, quote } from "../errors";
import { endpointsOf, hasIpv6, isNewVpc, type WrittenVpc } from "../vpc-parts";
import { type Check, type Report } from "./check";
import { malformed, malformedIpv6 } from "./cidrs";

/** Routes of a transit gateway are ranges outside the VPC, each listed once; `internet: transitGateway` has a gateway. */
export const checkTransitGateways: Check = (draft, report) => {
  for (const [name, vpc] of entries(draft.workloadVpcs)) {
    if (!isNewVpc(vpc)) continue;
    const path = ["workloadVpcs", name];
    const { transitGateway, internet, cidr } = vpc;
    if (internet === "transitGateway" && !("transitGateway" in vpc)) {
      report.error(
        [...path, "internet"],
        "should be none or nat, since the VPC has no transitGateway, got 'transitGateway'",
      );
    }
    const own = cidr !== undefined && malformed(cidr) === undefined ? new Address4(cidr) : undefined;
    checkRoutes([...path, "transitGateway", "routes"], transitGateway?.routes, own, hasIpv6(vpc), report);
    const leads = internet === "transitGateway" || endpointsOf(vpc).mode === "central";
    if (transitGateway && !("routes" in transitGateway) && !leads) {
      report.warning(
        [...path, "transitGateway"],
        "leads nowhere; list ranges in routes, or set internet: transitGateway",
        "key",
      );
    }
  }
};

function checkRoutes(
  path: Path,
  routes: readonly (string | undefined)[] | undefined,
  own: Address4 | undefined,
  ipv6: boolean,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const [index, written] of items(routes)) {
    const place = [...path, index];
    const problem = routeProblem(written, own, ipv6) ?? (seen.has(written) ? "is listed twice" : undefined);
    if (problem !== undefined) report.error(place, `${problem}, got ${quote(written)}`);
    seen.add(written);
  }
}

function routeProblem(written: string, own: Address4 | undefined, ipv6: boolean): string | undefined {
  if (!written.includes("/")) return undefined;
  if (written.includes(":")) return ipv6RouteProblem(written, ipv6);
  const problem = malformed(written);
  if (problem !== undefined) return problem;
  if (written === "0.0.0.0/0") return "should be left out; set internet: transitGateway for the default route";
  // AWS: "is equal to or more specific than one of this VPC's CIDR blocks".
  if (own && new Address4(written).isInSubnet(own)) return "should lead out of the VPC, whose own range includes it";
  return undefined;
}

function ipv6RouteProblem(written: string, ipv6: boolean): string | undefined {
  if (!ipv6) return "should be an IPv4 range, since the VPC has no IPv6; set ipv6: true";
  if (written === "::/0") return "should be left out; set internet: transitGateway for the default route";
  return malformedIpv6(written);
}

/** The IPv4 ranges that a new VPC routes somewhere; nothing where a prefix list may route more. */
export function routedRanges(vpc: WrittenVpc): Address4[] | undefined {
  if (!isNewVpc(vpc)) return undefined;
  const { transitGateway, internet } = vpc;
  const routes = items(transitGateway?.routes).map(([, route]) => route);
  if (routes.some((route) => !route.includes("/"))) return undefined;
  const ranges = routes.filter((route) => malformed(route) === undefined).map((route) => new Address4(route));
  return internet === undefined || internet === "none" ? ranges : [...ranges, new Address4("0.0.0.0/0")];
}
