/** A role's policy as HCL, its statements in a document of their own: plans show those, where `jsonencode` hides them. */

export interface StatementHcl {
  readonly actions: readonly string[];
  /** As an expression. */
  readonly resource: string;
}

/** @param role the expression that names the role */
export function rolePolicyHcl(name: string, role: string, statements: readonly StatementHcl[]): string {
  return [
    `data "aws_iam_policy_document" "${name}" {`,
    statements.map(statementHcl).join("\n\n"),
    "}",
    "",
    `resource "aws_iam_role_policy" "${name}" {`,
    `  role   = ${role}`,
    `  policy = data.aws_iam_policy_document.${name}.json`,
    "}",
  ].join("\n");
}

function statementHcl({ actions, resource }: StatementHcl): string {
  const names = actions.map((action) => JSON.stringify(action)).join(", ");
  return ["  statement {", `    actions   = [${names}]`, `    resources = [${resource}]`, "  }"].join("\n");
}
