/** Converts values of the graph to the plain data of proof/dns; an unknown value carries what would settle it. */
import { type Maybe, type UnknownFact, unknownFact } from "../../dns/vpc-dns";
import { type Graph } from "../../graph/graph";
import { isNull, type Value } from "../../graph/model";

/** @param what the name of the attribute in messages, if the value has none */
export function plainText(graph: Graph, value: Value, what: string): Maybe<string> {
  return graph.text(value) ?? unknownFactOf(graph, value, what);
}

/** @param absent the provider's default. @default unknown */
export function plainFlag(graph: Graph, value: Value, what: string, absent?: boolean): Maybe<boolean> {
  const at = graph.follow(value);
  if (isNull(at) && absent !== undefined) return absent;
  const text = graph.text(at);
  return text === "true" || text === "false" ? text === "true" : unknownFactOf(graph, at, what);
}

/** An unknown of proof/dns from an unknown value of the graph. */
export function unknownFactOf(graph: Graph, value: Value, what: string): UnknownFact {
  const at = graph.follow(value);
  if (at.kind === "unknown") return unknownFact(`${what}, which is ${at.expression}: ${at.why}`);
  return unknownFact(isNull(at) ? what : `${what}, which is ${graph.describe(at)}`);
}
