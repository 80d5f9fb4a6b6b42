/**
 * A role's policy as HCL with a separate policy document: plans show its statements, but hide those of `jsonencode`.
 */
import { type Graph } from "../graph/graph";
import { literal, NULL, type ObjectValue, type Value } from "../graph/model";
import { type HclWriter } from "./hcl";

/** Whether a plan would hide the policy because it references a resource that does not exist yet. */
export function isHidden(graph: Graph, value: Value): boolean {
  if (value.kind === "json") return isHidden(graph, value.of);
  if (value.kind === "list") return value.items.some((item) => isHidden(graph, item));
  if (value.kind === "object") return [...value.entries.values()].some((entry) => isHidden(graph, entry));
  return value.kind !== "literal" && graph.text(value) === undefined;
}

export function rolePolicyHcl(graph: Graph, writer: HclWriter, name: string, role: Value, document: Value): string {
  const statements = document.kind === "object" ? (document.entries.get("Statement") ?? NULL) : NULL;
  const blocks = graph.items(statements).items.flatMap((item) => (item.kind === "object" ? [item] : []));
  return [
    `data "aws_iam_policy_document" "${name}" {`,
    blocks.map((block) => statementHcl(graph, writer, block).join("\n")).join("\n\n"),
    "}",
    "",
    ...writer.block(`resource "aws_iam_role_policy" "${name}"`, [["role", role]]).slice(0, -1),
    `  policy = data.aws_iam_policy_document.${name}.json`,
    "}",
  ]
    .join("\n")
    .replace("  role = ", "  role   = ");
}

function statementHcl(graph: Graph, writer: HclWriter, { entries }: ObjectValue): string[] {
  const listed = (name: string): Value => {
    const value = entries.get(name) ?? NULL;
    return value.kind === "list" ? value : { kind: "list", items: [value] };
  };
  const effect = graph.text(entries.get("Effect") ?? NULL);
  return writer.block(
    "statement",
    [
      ["effect", effect === "Deny" ? literal(effect) : NULL],
      ["actions", listed("Action")],
      ["resources", listed("Resource")],
    ],
    "  ",
  );
}
