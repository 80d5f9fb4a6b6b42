/** The statements of a policy after a fix. */
import { type Graph } from "../graph/graph";
import { list, literal, NULL, type Resource, type Value } from "../graph/model";

/** The place of a policy's statements: blocks of a data source, or JSON in a resource. */
export interface Statements {
  readonly holder: Resource;
  readonly items: readonly Value[];
  readonly names: {
    readonly effect: string;
    readonly actions: string;
    readonly notActions: string;
    readonly resources: string;
  };
  set(items: readonly Value[]): Value;
  readonly attribute: string;
}

const ofBlocks = { effect: "effect", actions: "actions", notActions: "not_actions", resources: "resources" };
const ofJson = { effect: "Effect", actions: "Action", notActions: "NotAction", resources: "Resource" };

/** @param by the policy, or the resource that attaches it */
export function statementsOf(graph: Graph, by: Resource): Statements | undefined {
  const attached = graph.target(by.get("policy_arn"), "aws_iam_policy", by);
  const holder = attached ?? by;
  if (holder.mode === "data") return undefined;
  const written = graph.json(holder.get("policy"));
  const data = written.kind === "reference" ? graph.at(written.to) : undefined;
  const read = data && graph.text(data.get("json"));
  if (data?.type === "aws_iam_policy_document" && read === undefined) {
    const { items, unknownRest } = data.blocks("statement");
    const set = (kept: readonly Value[]) => list(kept);
    return unknownRest ? undefined : { holder: data, items, names: ofBlocks, set, attribute: "statement" };
  }
  const document = read === undefined ? written : graph.json(literal(read));
  if (document.kind !== "object" || document.unknownRest) return undefined;
  const { items, unknownRest } = graph.items(document.entries.get("Statement") ?? NULL);
  const set = (kept: readonly Value[]): Value => {
    return { kind: "json", of: { ...document, entries: new Map([...document.entries, ["Statement", list(kept)]]) } };
  };
  return unknownRest ? undefined : { holder, items, names: ofJson, set, attribute: "policy" };
}
