/** VPC endpoints: service, VPC, private DNS and route tables. */
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { isNull, list, type ListValue, type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { anyOf, type Ternary } from "../../graph/ternary";
import { endpointServiceOf } from "../../partitions";
import { isUnset, notDeleted, referrersOf } from "../attributes/block";
import { unreadModuleOf } from "../unread-module";
import { type RouteTable } from "./route-table";

export interface VpcEndpoint {
  readonly resource: Resource;
  /** Without partition and Region: `ecr.api`, `s3`. Undefined if it is not known. */
  readonly service: string | undefined;
  /** The Region of the service, according to its name or `service_region`; by default the VPC's own. */
  readonly region?: string;
  /** `Gateway` is the default. */
  readonly type: string | undefined;
  readonly privateDns: Ternary;
  /** The resource that switches private DNS on: the endpoint, or a separate resource. */
  readonly privateDnsHolder: Resource;
  readonly subnets: ListValue;
  readonly securityGroups: ListValue;
  readonly policy: Value;
  /** The resource with the policy: the endpoint, or a separate policy resource. */
  readonly policyHolder: Resource;
}

export interface VpcEndpoints {
  readonly certain: readonly VpcEndpoint[];
  readonly possible: readonly VpcEndpoint[];
  /** Set if the VPC may have endpoints outside the input. */
  readonly others?: Unknown;
}

export function endpointsOf(facts: Facts, vpc: Resolution): VpcEndpoints {
  if (vpc.kind === "resource") return facts.per(endpointsOfVpc, vpc.resource);
  if (vpc.kind === "unknown") return { certain: [], possible: [], others: vpc };
  if (vpc.kind === "literal") return find(facts, { kind: "literal", value: vpc.value }, vpc, true);
  return find(facts, { kind: "reference", to: vpc.resource.key, attribute: vpc.attribute }, vpc, true);
}

function endpointsOfVpc(facts: Facts, vpc: Resource): VpcEndpoints {
  const value: Value = { kind: "reference", to: vpc.key, attribute: "id" };
  return find(facts, value, { kind: "resource", resource: vpc, attribute: "id" }, vpc.mode === "data");
}

function find(facts: Facts, value: Value, vpc: Resolution, isOpen: boolean): VpcEndpoints {
  const { graph } = facts;
  const { certain, possible } = referrersOf(facts, "aws_vpc_endpoint", "vpc_id", value);
  const lookedUp = graph.all("aws_vpc_endpoint", "data").filter((data) => {
    return graph.sameResolved(graph.resolve(data.get("vpc_id")), vpc) === "yes";
  });
  const of = (resources: readonly Resource[]) => notDeleted(resources).map((one) => facts.per(endpointFacts, one));
  const others = isOpen
    ? unknownValue(`the endpoints of ${graph.describe(value)}`, "its VPC is not created in the input")
    : vpc.kind === "resource"
      ? unreadModuleOf(facts, vpc.resource)
      : undefined;
  return { certain: of([...certain, ...lookedUp]), possible: of(possible), others };
}

/** A fact of an endpoint. */
export function endpointFacts(facts: Facts, resource: Resource): VpcEndpoint {
  const { graph } = facts;
  const type = graph.text(resource.get("vpc_endpoint_type"));
  return {
    resource,
    service: serviceOf(facts, resource),
    region: regionOf(facts, resource),
    type: type ?? (isUnset(graph, resource, "vpc_endpoint_type") ? "Gateway" : undefined),
    ...privateDnsOf(facts, resource),
    subnets: likely(withAssociated(facts, resource, "subnet_ids", "aws_vpc_endpoint_subnet_association", "subnet_id")),
    securityGroups: withAssociated(
      facts,
      resource,
      "security_group_ids",
      "aws_vpc_endpoint_security_group_association",
      "security_group_id",
    ),
    ...policyOf(facts, resource),
  };
}

/** Private DNS of the endpoint, or of the resource that switches it on or off later. */
function privateDnsOf(facts: Facts, endpoint: Resource): Pick<VpcEndpoint, "privateDns" | "privateDnsHolder"> {
  const { certain, possible } = referrersOf(facts, "aws_vpc_endpoint_private_dns", "vpc_endpoint_id", endpoint);
  const privateDnsHolder = certain[0] ?? endpoint;
  const text = facts.graph.text(privateDnsHolder.get("private_dns_enabled"));
  const isOpen =
    (text === undefined && !isUnset(facts.graph, privateDnsHolder, "private_dns_enabled")) ||
    (privateDnsHolder === endpoint && possible.length > 0);
  return { privateDns: isOpen ? "unknown" : text === "true" ? forTasks(facts, endpoint) : "no", privateDnsHolder };
}

/**
 * Whether private DNS also answers the VPC itself: it may be for queries that come from on-premises through an inbound
 * resolver endpoint only. Source: EC2 API reference, DnsOptionsSpecification.
 */
function forTasks({ graph }: Facts, resource: Resource): Ternary {
  if (isUnset(graph, resource, "dns_options")) return "yes";
  const inboundOnly = resource.get("dns_options.private_dns_only_for_inbound_resolver_endpoint");
  if (isNull(graph.follow(inboundOnly))) return "yes";
  const text = graph.text(inboundOnly);
  return text === undefined ? "unknown" : text === "true" ? "no" : "yes";
}

function serviceOf({ graph }: Facts, resource: Resource): string | undefined {
  const value = graph.follow(resource.get("service_name"));
  if (value.kind === "reference") {
    const service = graph.at(value.to);
    if (service?.type === "aws_vpc_endpoint_service") return graph.text(service.get("service"));
  }
  const text = graph.text(value);
  if (text !== undefined) return shortName(text);
  // `com.amazonaws.${data.aws_region.current.name}.ecr.api`: the Region is always that of the VPC.
  const last = value.kind === "template" ? value.parts[value.parts.length - 1] : undefined;
  const tail = last?.kind === "literal" ? String(last.value) : "";
  return tail.startsWith(".") ? tail.slice(1) : undefined;
}

function regionOf({ graph }: Facts, resource: Resource): string | undefined {
  const named = endpointServiceOf(graph.text(resource.get("service_name")) ?? "");
  return graph.text(resource.get("service_region")) ?? named?.region;
}

/** `com.amazonaws.us-east-1.ecr.api`, `cn.com.amazonaws.cn-north-1.ecr.api` → `ecr.api`. */
function shortName(text: string): string {
  return endpointServiceOf(text)?.service ?? text;
}

function withAssociated(facts: Facts, endpoint: Resource, own: string, type: string, attribute: string): ListValue {
  const { graph } = facts;
  const written = isUnset(graph, endpoint, own) ? list([]) : graph.items(endpoint.get(own));
  const { certain, possible } = referrersOf(facts, type, "vpc_endpoint_id", endpoint);
  const [maybe] = possible;
  const unknownRest =
    written.unknownRest ?? (maybe && unknownValue(`vpc_endpoint_id of ${maybe.address}`, `may be ${endpoint.address}`));
  return list([...written.items, ...certain.map((one) => one.get(attribute))], unknownRest);
}

/** Includes subnets that a plan lists as a whole; an extra subnet only adds a place that must be reachable. */
function likely({ items, unknownRest }: ListValue): ListValue {
  return unknownRest?.closed && unknownRest.whole
    ? list([...items, ...unknownRest.candidates])
    : list(items, unknownRest);
}

function policyOf(facts: Facts, endpoint: Resource): Pick<VpcEndpoint, "policy" | "policyHolder"> {
  const { graph } = facts;
  const [separate] = referrersOf(facts, "aws_vpc_endpoint_policy", "vpc_endpoint_id", endpoint).certain;
  const policyHolder = separate ?? endpoint;
  const isSet = !isUnset(graph, policyHolder, "policy");
  return { policyHolder, policy: isSet ? policyHolder.get("policy") : { kind: "literal", value: null } };
}

/** Whether a gateway endpoint is associated with a route table, by attribute or association resource. */
export function isOnTable(facts: Facts, endpoint: VpcEndpoint, table: RouteTable): Ternary {
  const { graph } = facts;
  const tables = facts.per(tablesOfEndpoint, endpoint.resource);
  const answers: Ternary[] = tables.items
    .filter((item) => !isNull(item))
    .flatMap((item) => table.names.map((name) => graph.same(item, name)));
  return anyOf(tables.unknownRest || endpoint.resource.mode === "data" ? [...answers, "unknown"] : answers);
}

/** A fact of an endpoint. */
function tablesOfEndpoint(facts: Facts, endpoint: Resource): ListValue {
  const type = "aws_vpc_endpoint_route_table_association";
  return withAssociated(facts, endpoint, "route_table_ids", type, "route_table_id");
}
