/** Checks the subnets of a cluster and of its Fargate profile (EKS-01). */
import { assumptions } from "../../assumptions";
import { sameZone } from "../../aws/network/availability-zone";
import { defaultRoutes } from "../../aws/network/public-routes";
import { type Route, type RouteTable, routeTablesOf } from "../../aws/network/route-table";
import { type Subnet, subnetOf } from "../../aws/network/subnet";
import { subnetNames } from "../../aws/network/subnet-addresses";
import { type Facts } from "../../facts";
import { type Resource } from "../../graph/model";
import { fails, type HopAnswer, unknown } from "../../hop-answer";

/** EKS requires subnets in at least two zones. */
export function zonesOf(facts: Facts, cluster: Resource): HopAnswer | undefined {
  const { items, unknownRest } = facts.graph.items(cluster.get("vpc_config.subnet_ids"));
  const [first, ...others] = items.map((item) => subnetOf(facts, item).zone);
  if (unknownRest || !first || others.some((zone) => sameZone(facts.graph, first, zone) !== "yes")) return undefined;
  return fails("EKS-01", cluster.address, "has subnets in one zone only, but EKS requires at least two");
}

/** Whether each subnet of the profile is private. */
export function* places(facts: Facts, profile: Resource): Iterable<HopAnswer | undefined> {
  const { graph } = facts;
  // One subnet is enough: EKS requires two zones only for the cluster (API CreateFargateProfile).
  for (const item of graph.items(profile.get("subnet_ids")).items)
    yield isPrivate(facts, profile, subnetOf(facts, item));
}

function isPrivate(facts: Facts, profile: Resource, subnet: Subnet): HopAnswer | undefined {
  const answer = privateByRoutes(facts, profile, subnet);
  const said = facts.once(assumptions);
  const names = () => subnetNames(facts, subnet);
  for (const statement of ["private-subnet", "routes-to-nat"] as const) {
    if (answer?.verdict === "fails") said.contradict(statement, names, answer.detail);
    if (answer?.verdict === "unknown" && said.use(statement, names)) return undefined;
  }
  return answer;
}

function privateByRoutes(facts: Facts, profile: Resource, subnet: Subnet): HopAnswer | undefined {
  const tables = routeTablesOf(facts, subnet);
  const unsure = (resolveBy: string) =>
    unknown("EKS-01", profile.address, `not known whether ${subnet.name} is private`, resolveBy);
  if ("kind" in tables) return unsure(`${tables.expression}, as another input`);
  const routes = tables.map((table) => publicRouteOf(facts, table));
  const [open] = routes.filter((route) => route !== undefined);
  if (!open) return undefined;
  if (routes.includes(undefined)) return unsure(`which of ${tables.map(({ name }) => name).join(" and ")} it uses`);
  const detail = `has ${subnet.name}, which ${open.resource} makes public, but Fargate profiles support only private subnets`;
  return fails("EKS-01", profile.address, detail);
}

function publicRouteOf(facts: Facts, table: RouteTable): Route | undefined {
  const { graph } = facts;
  return defaultRoutes(facts, table).find(({ targetKind, target }) => {
    const found = graph.resolve(target, "aws_internet_gateway");
    const id = found.kind === "resource" ? (found.id ?? "") : found.kind === "literal" ? String(found.value) : "";
    return (
      targetKind === "gateway_id" &&
      (id.startsWith("igw-") || (found.kind === "resource" && found.resource.type === "aws_internet_gateway"))
    );
  });
}
