/**
 * Checks whether a starting task reaches S3, through a gateway endpoint on its route table or over the internet
 * (EP-03).
 */
import { assumptions, namesOfResolved } from "../assumptions";
import { type RouteTable, routeTablesOf } from "../aws/network/route-table";
import { isOnTable, type VpcEndpoint } from "../aws/network/vpc-endpoint";
import { gatewayFix, tableFix } from "../fixes/endpoint-fix";
import { fails, type HopAnswer, unknown, withFixes } from "../hop-answer";
import { type Position } from "../workloads/task-position";
import { egress, reachOutside } from "./service-access";

/**
 * Undefined if the task reaches S3; a gateway endpoint on the route table takes precedence.
 * @param what the objects to fetch
 * @param through checks the policy of the gateway endpoint
 */
export function reachS3(
  at: Position,
  what: string,
  through: (gateway: VpcEndpoint) => HopAnswer | undefined = () => undefined,
): HopAnswer | undefined {
  const answer = reachKnown(at, what, through);
  const said = at.facts.once(assumptions);
  const names = () => namesOfResolved(at.facts, at.vpc);
  if (answer?.verdict === "fails" && answer.rule === "EP-03") said.contradict(statement, names, answer.detail);
  const isOpen = answer?.verdict === "unknown" && /^EP-0[13]$/.test(answer.rule);
  return isOpen && said.use(statement, names) ? throughGateway(at) : answer;
}

const statement = "s3-gateway-on-route-tables";

function reachKnown(
  at: Position,
  what: string,
  through: (gateway: VpcEndpoint) => HopAnswer | undefined,
): HopAnswer | undefined {
  const { facts, subnet } = at;
  const tables = routeTablesOf(facts, subnet);
  if ("kind" in tables)
    return unlessOut(at, unknown("EP-03", subnet.name, `${tables.expression} is not known`, tables.expression));
  const answers = tables.map((table) => reachFrom(at, what, table, through));
  const [first] = answers;
  if (answers.every((answer) => answer?.verdict === first?.verdict)) return first;
  const names = tables.map((table) => table.name).join(" and ");
  const open = answers.find((answer) => answer?.verdict === "unknown");
  return open ?? unknown("EP-03", subnet.name, "not known which route table it has", `which of ${names} it uses`);
}

function reachFrom(
  at: Position,
  what: string,
  table: RouteTable,
  through: (gateway: VpcEndpoint) => HopAnswer | undefined,
): HopAnswer | undefined {
  const { facts, subnet } = at;
  const gateways = at.endpointsFor("s3").filter(({ type }) => type === "Gateway");
  const hung = gateways.map((gateway) => [gateway, isOnTable(facts, gateway, table)] as const);
  const [own] = hung.find(([, answer]) => answer === "yes") ?? [];
  if (own) return throughGateway(at) ?? through(own);
  const [likely] = hung.find(([, answer]) => answer === "unknown") ?? [];
  if (likely) {
    const address = likely.resource.address;
    return unlessOut(
      at,
      unknown("EP-03", address, `not known whether it is on ${table.name}`, `route_table_ids of ${address}`),
    );
  }
  const out = reachOutside(at, `S3, which stores ${what},`);
  if (!out || out.verdict === "unknown") return out;
  const maybe = at.possibleEndpoint("s3");
  if (maybe !== undefined) {
    return unknown("EP-03", subnet.name, `no known S3 gateway endpoint, and ${at.wayOut.detail}`, maybe);
  }
  const [gateway] = gateways;
  if (gateway) {
    const detail = `is not on ${table.name}, the route table of ${subnet.name}, and ${at.wayOut.detail}`;
    return fails("EP-03", gateway.resource.address, detail, tableFix(at, gateway, table));
  }
  const [other] = at.endpointsFor("s3");
  const fixes = gatewayFix(at, table);
  if (other) {
    const detail = "is an interface endpoint, but ECR's image layers need a gateway endpoint for S3";
    return fails("EP-03", other.resource.address, detail, fixes);
  }
  return withFixes(out, fixes);
}

/** Unknown endpoints matter only without internet access. */
function unlessOut(at: Position, answer: HopAnswer): HopAnswer | undefined {
  return reachOutside(at, "S3") ? answer : undefined;
}

function throughGateway(at: Position): HopAnswer | undefined {
  return egress(
    at,
    { service: at.serviceName("s3")! },
    "S3, which has public addresses even through the gateway endpoint",
  );
}

/** The S3 gateway endpoints on every route table that the task's subnet may use. */
export function gatewaysOnTable(at: Position): readonly VpcEndpoint[] {
  const { facts, subnet } = at;
  const tables = routeTablesOf(facts, subnet);
  if ("kind" in tables) return [];
  return at.endpointsFor("s3").filter((endpoint) => {
    return endpoint.type === "Gateway" && tables.every((table) => isOnTable(facts, endpoint, table) === "yes");
  });
}
