/** The routes of a transit gateway's route table that may cover a destination. */
import { type Facts } from "../../../facts";
import { NULL, type Resource, type Value } from "../../../graph/model";
import { type Ternary } from "../../../graph/ternary";
import { notDeleted, referrersOf } from "../../attributes/block";
import { rangeOf } from "../cidr";
import { entriesOf } from "../prefix-list";
import { holds } from "../subnet-addresses";
import { type Attachment, attachmentIn } from "./attachment";
import { type Target } from "./forwarded";
import { defaultFlag, type TransitTable } from "./route-table";

export interface TransitRoute {
  readonly resource: string;
  /** If prefixes are equally long, a static route wins over a propagated one (how-transit-gateways-work). */
  readonly rank: number;
  readonly matches: Ternary;
  readonly attachment?: Value | Attachment;
}

export function* staticRoutes(facts: Facts, { names }: TransitTable, to: Target): Iterable<TransitRoute> {
  const { graph } = facts;
  const table = "transit_gateway_route_table_id";
  const isBlackhole = (one: Resource) => graph.text(one.get("blackhole")) === "true";
  const seen = new Set<Resource>();
  for (const name of names) {
    const routes = referrersOf(facts, "aws_ec2_transit_gateway_route", table, name);
    const lists = referrersOf(facts, "aws_ec2_transit_gateway_prefix_list_reference", table, name);
    for (const one of [...routes.certain, ...routes.possible, ...lists.certain, ...lists.possible]) {
      if (seen.has(one)) continue;
      seen.add(one);
      const isSure = routes.certain.includes(one) || lists.certain.includes(one);
      const attachment = isBlackhole(one) ? undefined : one.get("transit_gateway_attachment_id");
      const list = lists.certain.includes(one) || lists.possible.includes(one);
      const blocks = list ? entriesOf(facts, one.get("prefix_list_id")) : [one.get("destination_cidr_block")];
      if (!blocks) yield { resource: one.address, rank: 200, matches: "unknown", attachment };
      for (const block of blocks ?? []) {
        const matches = matchOf(facts, block, to);
        const sure = isSure || matches === "no" ? matches : "unknown";
        yield { resource: one.address, rank: lengthOf(facts, block) + 0.5, matches: sure, attachment };
      }
    }
  }
}

/** The ranges of the VPCs whose attachments propagate to the table. */
export function* propagated(facts: Facts, table: TransitTable, to: Target): Iterable<TransitRoute> {
  if (to === "internet") return;
  const { graph } = facts;
  const gateway: Value = { kind: "reference", to: table.gateway.key, attribute: "id" };
  const attachment = attachmentIn(facts, gateway, to.vpc);
  if (!attachment) return;
  if ("kind" in attachment) {
    yield { resource: attachment.expression, rank: 0, matches: "unknown" };
    return;
  }
  const { resource } = attachment;
  const { vpc } = attachment;
  const range = vpc.kind === "resource" ? graph.get(vpc.resource, "cidr_block") : NULL;
  const route = { resource: resource.address, rank: lengthOf(facts, range), attachment };
  const own: Value = { kind: "reference", to: resource.key, attribute: "id" };
  for (const name of table.names) {
    const type = "aws_ec2_transit_gateway_route_table_propagation";
    const { certain, possible } = referrersOf(facts, type, "transit_gateway_route_table_id", name);
    for (const one of notDeleted([...certain, ...possible])) {
      const matches = graph.same(one.get("transit_gateway_attachment_id"), own);
      const sure = certain.includes(one) || matches === "no" ? matches : "unknown";
      if (sure !== "no") yield { ...route, matches: sure };
    }
  }
  if (table.takesDefaults === "no") return;
  const byDefault = defaultFlag(facts, resource, table.gateway, "propagation");
  if (byDefault === "no") return;
  yield { ...route, matches: byDefault === "yes" ? table.takesDefaults : "unknown" };
}

/** Only a default route leads to public addresses. */
function matchOf(facts: Facts, block: Value, to: Target): Ternary {
  if (to !== "internet") return holds(facts, block, to);
  const text = facts.graph.text(block);
  if (text === undefined) return "unknown";
  return rangeOf(text)?.version === 4 && /\/[01]$/.test(text) ? "yes" : "no";
}

function lengthOf({ graph }: Facts, block: Value): number {
  const length = /\/(\d+)$/.exec(graph.text(block) ?? "")?.[1];
  return length === undefined ? 32 : Number(length);
}

export function placeOf(to: Target): string {
  return to === "internet" ? "0.0.0.0/0" : to.name;
}
