/** Values as texts for the page. */
import { regionOf } from "../../proof/aws/account/account";
import { isUnknownFact, type Maybe } from "../../proof/dns/vpc-dns";
import { type Graph } from "../../proof/graph/graph";
import { type Resource, type Value } from "../../proof/graph/model";
import { type Ternary } from "../../proof/graph/ternary";

export function maybeText(value: Maybe<string | number | boolean>): string {
  if (isUnknownFact(value)) return `unknown (${value.unknown})`;
  return typeof value === "boolean" ? yesOrNo(value ? "yes" : "no") : String(value);
}

export function yesOrNo(value: Ternary): string {
  return value;
}

/** Several values; `none` for an empty list. */
export function maybeList(values: Maybe<readonly Maybe<string>[]>): string {
  if (isUnknownFact(values)) return maybeText(values);
  return values.length === 0 ? "none" : values.map(maybeText).join(", ");
}

/** A known value, or else its expression. */
export function valueText(graph: Graph, value: Value): string {
  return graph.text(value) ?? graph.describe(graph.follow(value));
}

/** Properties of every resource: its address, its stack, its own Region, and the place of its block. */
export function resourceFacts(graph: Graph, resource: Resource): (readonly [string, string])[] {
  const region = regionOf(graph, resource);
  const { writtenAt } = resource;
  return [
    ["address", resource.address],
    ["stack", resource.document.name],
    ...(region === undefined ? [] : [["Region", region] as const]),
    ...(writtenAt ? [["written at", `${writtenAt.file}:${writtenAt.line}`] as const] : []),
  ];
}

/** `2 subnets` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
