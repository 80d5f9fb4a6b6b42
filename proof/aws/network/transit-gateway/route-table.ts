/** The route table of a transit gateway that an attachment uses, and the defaults (how-transit-gateways-work). */
import { type Facts } from "../../../facts";
import { type Resolution } from "../../../graph/graph";
import { type Resource, type Value } from "../../../graph/model";
import { type Ternary } from "../../../graph/ternary";
import { referrersOf } from "../../attributes/block";
import { accepterType, type Attachment } from "./attachment";
import { type Forwarded, open, type TransitGap } from "./forwarded";

export interface TransitTable {
  readonly name: string;
  /** Every value that refers to it. */
  readonly names: readonly Value[];
  readonly gateway: Resource;
  /** Whether attachments propagate their routes to it by default. */
  readonly takesDefaults: Ternary;
  /** Whether Terraform creates the transit gateway here, so no routes exist outside the input. */
  readonly closed: boolean;
}

const defaultTable = "association_default_route_table_id";
const propagationTable = "propagation_default_route_table_id";

/** The route table associated with an attachment. */
export function tableFor(facts: Facts, { resource }: Attachment, found: Resolution): TransitTable | Forwarded {
  const gateway = found.kind === "resource" ? found.resource : undefined;
  const { certain, possible } = referrersOf(
    facts,
    "aws_ec2_transit_gateway_route_table_association",
    "transit_gateway_attachment_id",
    resource,
  );
  const [association] = certain;
  if (association) return named(facts, association.get("transit_gateway_route_table_id"), gateway, association);
  const [maybe] = possible;
  if (maybe) {
    const detail = `not known whether ${maybe.address} associates ${resource.address} with a route table`;
    return open(maybe.address, detail, `transit_gateway_attachment_id of ${maybe.address}`);
  }
  if (!gateway) {
    const detail = `the route table that ${resource.address} is associated with is not known`;
    return open(resource.address, detail, "add the plan or state that contains the transit gateway");
  }
  const byDefault = defaultFlag(facts, resource, gateway, "association");
  if (byDefault === "no") {
    const detail = `${resource.address} is associated with no transit gateway route table`;
    const gap: TransitGap = { lacks: "association", attachment: resource, gateway };
    return { kind: "nowhere", resource: resource.address, detail, gap };
  }
  if (byDefault === "unknown") {
    const detail = `not known whether ${resource.address} is associated with the default route table of ${gateway.address}`;
    return open(resource.address, detail, `default_route_table_association of ${gateway.address}`);
  }
  const [other] = referrersOf(
    facts,
    "aws_ec2_transit_gateway_default_route_table_association",
    "transit_gateway_id",
    gateway,
  ).certain;
  if (other) return named(facts, other.get("transit_gateway_route_table_id"), gateway, other);
  return defaultTableOf(facts, gateway);
}

function defaultTableOf(facts: Facts, gateway: Resource): TransitTable {
  const own = { kind: "reference", to: gateway.key } as const;
  const [moved] = referrersOf(
    facts,
    "aws_ec2_transit_gateway_default_route_table_propagation",
    "transit_gateway_id",
    gateway,
  ).certain;
  const names: Value[] = [{ ...own, attribute: defaultTable }];
  if (!moved) names.push({ ...own, attribute: propagationTable });
  return {
    name: `the default route table of ${gateway.address}`,
    names,
    gateway,
    takesDefaults: moved ? "no" : "yes",
    closed: gateway.mode === "managed",
  };
}

function named(facts: Facts, value: Value, gateway: Resource | undefined, by: Resource): TransitTable | Forwarded {
  const { graph } = facts;
  const found = graph.resolve(value, "aws_ec2_transit_gateway_route_table", by);
  if (found.kind === "attribute" && [defaultTable, propagationTable].includes(found.attribute)) {
    return defaultTableOf(facts, found.resource);
  }
  const owner =
    gateway ??
    (found.kind === "resource"
      ? graph.target(found.resource.get("transit_gateway_id"), "aws_ec2_transit_gateway", found.resource)
      : undefined);
  if (gateway && isDefaultTable(facts, value, gateway)) return defaultTableOf(facts, gateway);
  if (found.kind !== "resource" || !owner) {
    const detail = `the route table of ${by.address} is not in the input`;
    return open(by.address, detail, "add the plan or state that contains the transit gateway's route tables");
  }
  const { resource } = found;
  const [moved] = referrersOf(
    facts,
    "aws_ec2_transit_gateway_default_route_table_propagation",
    "transit_gateway_id",
    owner,
  ).certain;
  const own: Value = { kind: "reference", to: resource.key, attribute: "id" };
  return {
    name: resource.address,
    names: [own],
    gateway: owner,
    takesDefaults: moved ? graph.same(moved.get("transit_gateway_route_table_id"), own) : "no",
    closed: resource.mode === "managed",
  };
}

function isDefaultTable({ graph }: Facts, value: Value, gateway: Resource): boolean {
  const own: Value = { kind: "reference", to: gateway.key, attribute: defaultTable };
  return graph.same(value, own) === "yes";
}

/**
 * Whether the transit gateway and the attachment use the default route table for association or propagation. For a
 * shared transit gateway, the accepter decides (provider documentation of both resources). The default is on.
 */
export function defaultFlag(
  facts: Facts,
  attachment: Resource,
  gateway: Resource,
  what: "association" | "propagation",
): Ternary {
  const { graph } = facts;
  const [accepter] = referrersOf(facts, accepterType, "transit_gateway_attachment_id", attachment).certain;
  const own = graph.text((accepter ?? attachment).get(`transit_gateway_default_route_table_${what}`));
  if (own === "false") return "no";
  const value = graph.text(graph.get(gateway, `default_route_table_${what}`));
  if (value === "disable") return "no";
  return value === "enable" || gateway.mode === "managed" ? "yes" : "unknown";
}
