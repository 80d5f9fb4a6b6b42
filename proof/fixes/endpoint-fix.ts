/**
 * Fixes that make a service reachable: an endpoint, its private DNS or policy, a route table, a public IP address, a
 * route.
 */
import { objectOf } from "../aws/attributes/block";
import { type RouteTable } from "../aws/network/route-table";
import { type VpcEndpoint } from "../aws/network/vpc-endpoint";
import { list, literal, type Resource, type Value } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { type Position } from "../workloads/task-position";
import { addition } from "./addition";

export function interfaceFix({ resource, privateDnsHolder }: VpcEndpoint): Fix[] {
  if (resource.mode === "data") return [];
  return [
    {
      description: `change ${resource.address} to an interface endpoint with private DNS`,
      changes: [
        { kind: "set", resource, attribute: "vpc_endpoint_type", value: literal("Interface") },
        { kind: "set", resource: privateDnsHolder, attribute: "private_dns_enabled", value: literal(true) },
      ],
    },
  ];
}

/** A task in a subnet with an internet gateway needs only a public IP address. */
export function publicAddressFix({ path, wayOut }: Position): Fix[] {
  const { workload } = path;
  const { resource } = workload;
  if (!wayOut.needsPublicAddress || workload.kind !== "ecs" || workload.compute !== "fargate") return [];
  const attribute = `${settingsOf(resource)}network_configuration.assign_public_ip`;
  return [
    {
      description: `set assign_public_ip of ${resource.address} to true`,
      changes: [{ kind: "set", resource, attribute, value: literal(true) }],
    },
  ];
}

function settingsOf({ type }: Resource): string {
  if (type === "aws_cloudwatch_event_target") return "ecs_target.";
  return type === "aws_scheduler_schedule" ? "target.ecs_parameters." : "";
}

/** An endpoint with the subnets and security groups of existing endpoints, or else with a new security group. */
export function endpointFix(at: Position, service: string): Fix[] {
  const { vpc, endpoints, facts, path } = at;
  const { graph } = facts;
  const serviceName = at.serviceName(service);
  if (vpc.kind !== "resource" || vpc.resource.mode === "data" || serviceName === undefined) return [];
  const sibling = endpoints.certain.find(({ type, privateDns, resource }) => {
    return type === "Interface" && privateDns === "yes" && resource.mode === "managed";
  });
  const vpcId: Value = { kind: "reference", to: vpc.resource.key, attribute: "id" };
  const own = sibling ? undefined : ownGroup(at, vpc.resource, vpcId);
  if (!sibling && !own) return [];
  const { change } = addition(
    graph,
    sibling?.resource ?? vpc.resource,
    "aws_vpc_endpoint",
    labelOf(service.replaceAll(".", "_")),
    {
      vpc_id: vpcId,
      service_name: literal(serviceName),
      vpc_endpoint_type: literal("Interface"),
      private_dns_enabled: literal(true),
      subnet_ids: sibling ? sibling.subnets : path.workload.subnets,
      security_group_ids: sibling ? sibling.securityGroups : list([own!.get("id")]),
    },
  );
  return [
    {
      description: `add an interface endpoint for ${service} with private DNS to ${vpc.resource.address}`,
      changes: own ? [own.change, change] : [change],
    },
  ];
}

function ownGroup({ facts, path }: Position, vpc: Resource, vpcId: Value) {
  const { items, unknownRest } = path.workload.securityGroups;
  if (items.length === 0 || unknownRest) return undefined;
  return addition(facts.graph, vpc, "aws_security_group", "endpoints", {
    vpc_id: vpcId,
    ingress: objectOf({
      from_port: literal(443),
      to_port: literal(443),
      protocol: literal("tcp"),
      security_groups: list(items),
    }),
  });
}

/** Adds the S3 gateway endpoint to the route table of the subnet. */
export function tableFix({ facts }: Position, { resource }: VpcEndpoint, table: RouteTable): Fix[] {
  const { graph } = facts;
  if (resource.mode === "data") return [];
  const { change } = addition(
    graph,
    resource,
    "aws_vpc_endpoint_route_table_association",
    labelOf(`${resource.name}_${table.name}`),
    { vpc_endpoint_id: { kind: "reference", to: resource.key, attribute: "id" }, route_table_id: table.names[0]! },
  );
  const { items, unknownRest } = graph.items(resource.get("route_table_ids"));
  const description = `add ${table.name} to the route tables of ${resource.address}`;
  if (unknownRest || items.length === 0) return [{ description, changes: [change] }];
  const value = list([...items, table.names[0]!]);
  return [{ description, changes: [{ kind: "set", resource, attribute: "route_table_ids", value }] }];
}

export function gatewayFix(at: Position, table: RouteTable): Fix[] {
  const { vpc, facts } = at;
  const serviceName = at.serviceName("s3");
  if (vpc.kind !== "resource" || vpc.resource.mode === "data" || serviceName === undefined) return [];
  const { change } = addition(facts.graph, vpc.resource, "aws_vpc_endpoint", "s3_gateway", {
    vpc_id: { kind: "reference", to: vpc.resource.key, attribute: "id" },
    service_name: literal(serviceName),
    vpc_endpoint_type: literal("Gateway"),
    route_table_ids: list([table.names[0]!]),
  });
  return [{ description: `add a gateway endpoint for S3 on ${table.name}`, changes: [change] }];
}

/** Adds a statement that allows the actions to the endpoint policy. */
export function statementFix(
  { facts }: Position,
  { policyHolder: resource, policy }: VpcEndpoint,
  actions: readonly string[],
  of: Value,
): Fix[] {
  const { graph } = facts;
  const document = graph.json(policy);
  const statements = document.kind === "object" ? document.entries.get("Statement") : undefined;
  if (resource.mode === "data" || document.kind !== "object" || !statements) return [];
  const statement = objectOf({
    Effect: literal("Allow"),
    Principal: literal("*"),
    Action: actions.length === 1 ? literal(actions[0]!) : list(actions.map((action) => literal(action))),
    Resource: of,
  });
  const text = graph.text(of);
  const what = text === "*" ? "" : ` on ${text ?? graph.describe(of)}`;
  const before = graph.follow(statements);
  const all = list([...(before.kind === "list" ? before.items : [before]), statement]);
  const value: Value = {
    kind: "json",
    of: { kind: "object", entries: new Map([...document.entries, ["Statement", all]]) },
  };
  return [
    {
      description: `allow ${actions.join(", ")}${what} in the policy of ${resource.address}`,
      changes: [{ kind: "set", resource, attribute: "policy", value }],
    },
  ];
}
