import { Address4 } from "ip-address";

import { entries, items } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { endpointsOf, hasIpv6, isNewVpc, type WrittenNewVpc, type WrittenVpc } from "../vpc-parts";
import { type Check, type Report } from "./check";
import { malformed, malformedIpv6 } from "./cidrs";

/** Routes are ranges outside the VPC, each listed once; `internet: transitGateway` has a gateway. */
export const checkTransitGateways: Check = (draft, report) => {
  for (const [name, vpc] of entries(draft.workloadVpcs)) {
    if (!isNewVpc(vpc)) continue;
    const path = ["workloadVpcs", name];
    const { transitGateway, internet, cidr, peerings } = vpc;
    if (internet === "transitGateway" && !("transitGateway" in vpc)) {
      report.error(
        [...path, "internet"],
        "should be none or nat, since the VPC has no transitGateway, got 'transitGateway'",
      );
    }
    const own = cidr !== undefined && malformed(cidr) === undefined ? new Address4(cidr) : undefined;
    const seen = new Map<string, Path>();
    const context = { own, ipv6: hasIpv6(vpc), seen, report };
    checkRoutes([...path, "transitGateway", "routes"], transitGateway?.routes, context);
    for (const [id, routes] of entries(peerings)) checkRoutes([...path, "peerings", id], routes, context);
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

interface Context {
  readonly own: Address4 | undefined;
  readonly ipv6: boolean;
  /** The routes of the VPC so far: a route table has one for each destination. */
  readonly seen: Map<string, Path>;
  readonly report: Report;
}

function checkRoutes(path: Path, routes: readonly (string | undefined)[] | undefined, context: Context): void {
  const { seen, report } = context;
  for (const [index, written] of items(routes)) {
    const place = [...path, index];
    const earlier = seen.get(written);
    const problem = routeProblem(path, written, context) ?? (earlier && repeated(earlier, path));
    if (problem !== undefined) report.error(place, `${problem}, got ${quote(written)}`);
    seen.set(written, earlier ?? place);
  }
}

function repeated(earlier: Path, path: Path): string {
  if (formatPath(earlier.slice(0, -1)) === formatPath(path)) return "is listed twice";
  return `is a route at ${formatPath(earlier)} already; keep one, since a route table has one per destination`;
}

function routeProblem(path: Path, written: string, { own, ipv6 }: Context): string | undefined {
  if (!written.includes("/")) return undefined;
  if (written.includes(":") && !ipv6) return "should be an IPv4 range, since the VPC has no IPv6; set ipv6: true";
  if (written === "0.0.0.0/0" || written === "::/0") {
    return path.includes("peerings")
      ? "should be a range of the other VPC, since a peering connection leads no further"
      : "should be left out; set internet: transitGateway for the default route";
  }
  const problem = written.includes(":") ? malformedIpv6(written) : malformed(written);
  if (problem !== undefined || written.includes(":")) return problem;
  // AWS: "is equal to or more specific than one of this VPC's CIDR blocks".
  if (own && new Address4(written).isInSubnet(own)) return "should lead out of the VPC, whose own range includes it";
  return undefined;
}

/** The destinations that a new VPC routes through a transit gateway or a peering connection. */
export function routesOf({ transitGateway, peerings }: WrittenNewVpc): string[] {
  const all = [transitGateway?.routes, ...entries(peerings).map(([, routes]) => routes)];
  return all.flatMap((routes) => items(routes).map(([, route]) => route));
}

/** The IPv4 ranges that a new VPC routes somewhere; nothing where a prefix list may route more. */
export function routedRanges(vpc: WrittenVpc): Address4[] | undefined {
  if (!isNewVpc(vpc)) return undefined;
  const { internet } = vpc;
  const routes = routesOf(vpc);
  if (routes.some((route) => !route.includes("/"))) return undefined;
  const ranges = routes.filter((route) => malformed(route) === undefined).map((route) => new Address4(route));
  return internet === undefined || internet === "none" ? ranges : [...ranges, new Address4("0.0.0.0/0")];
}
