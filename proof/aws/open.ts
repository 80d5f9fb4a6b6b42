/** From values of the graph to the plain data of proof/dns, where what is open carries what would settle it. */
import { type Maybe, type Unknown, unknown } from "../dns/vpc-dns";
import { type Graph } from "../graph/graph";
import { isNull, type Value } from "../graph/model";

/** @param what names the attribute for people, where the value itself says nothing */
export function openText(graph: Graph, value: Value, what: string): Maybe<string> {
  return graph.text(value) ?? settledBy(graph, value, what);
}

/** @param absent what the provider takes where nothing is set. @default it is open */
export function openFlag(graph: Graph, value: Value, what: string, absent?: boolean): Maybe<boolean> {
  const at = graph.follow(value);
  if (isNull(at) && absent !== undefined) return absent;
  const text = graph.text(at);
  return text === "true" || text === "false" ? text === "true" : settledBy(graph, at, what);
}

/** What would settle a value, as an unknown of proof/dns. */
export function settledBy(graph: Graph, value: Value, what: string): Unknown {
  const at = graph.follow(value);
  if (at.kind === "unknown") return unknown(`${what}, which is ${at.expression}: ${at.why}`);
  return unknown(isNull(at) ? what : `${what}, which is ${graph.describe(at)}`);
}
