/** Splits ARNs, some of whose parts may be unknown. */
import { type Graph } from "../../graph/graph";
import { literal, type Value } from "../../graph/model";

export interface Arn {
  readonly partition: Value;
  readonly service: Value;
  readonly region: Value;
  readonly account: Value;
  /** The part after the account, split at each colon. */
  readonly resourceParts: readonly Value[];
}

/** Undefined if a value is not an ARN, or if that is not known. */
export function arnOf(graph: Graph, value: Value): Arn | undefined {
  const [start, partition, service, region, account, ...resourceParts] = split(graph, value);
  if (!partition || !service || !region || !account || resourceParts.length === 0) return undefined;
  return graph.text(start!) === "arn" ? { partition, service, region, account, resourceParts } : undefined;
}

/** The ARN with these parts after the account. */
export function joinedArn({ partition, service, region, account }: Arn, resourceParts: readonly Value[]): Value {
  const parts = [literal("arn"), partition, service, region, account, ...resourceParts];
  return { kind: "template", parts: parts.flatMap((part, at) => (at === 0 ? [part] : [literal(":"), part])) };
}

function split(graph: Graph, value: Value): Value[] {
  const found: Value[][] = [[]];
  for (const part of partsOf(graph, value)) {
    const text = graph.text(part);
    if (text === undefined) {
      found[found.length - 1]!.push(part);
      continue;
    }
    for (const [at, piece] of text.split(":").entries()) {
      if (at > 0) found.push([]);
      if (piece !== "") found[found.length - 1]!.push(literal(piece));
    }
  }
  return found.map((parts) => (parts.length === 1 ? parts[0]! : { kind: "template", parts }));
}

function partsOf(graph: Graph, value: Value): readonly Value[] {
  const at = graph.follow(value);
  return at.kind === "template" ? at.parts.flatMap((part) => partsOf(graph, part)) : [at];
}
