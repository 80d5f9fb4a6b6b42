import { blocks, texts } from "./stacks";

/** A statement of a policy, with its single values as lists. */
export interface Statement {
  readonly sid?: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources?: readonly string[];
  /** Values of every kind of principal. */
  readonly principals: readonly string[];
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statements of a JSON policy document; none if the text is not JSON. */
export function statementsOf(policy: unknown): readonly Statement[] {
  if (typeof policy !== "string" || !policy.startsWith("{")) return [];
  // Terraform evaluates expressions before the text is JSON: the quotes in them don't belong to the document.
  const text = policy.replaceAll(/\$\{[^{}]*\}/g, (expression) => expression.replaceAll('"', '\\"'));
  const { Statement: written } = JSON.parse(text) as { Statement: unknown };
  return blocks(written).map((one) => ({
    sid: one["Sid"] as string | undefined,
    effect: String(one["Effect"]),
    actions: texts(one["Action"]),
    resources: texts(one["Resource"]),
    notResources: one["NotResource"] === undefined ? undefined : texts(one["NotResource"]),
    principals:
      typeof one["Principal"] === "object" && one["Principal"] !== null
        ? Object.values(one["Principal"]).flatMap(texts)
        : texts(one["Principal"]),
    condition: (one["Condition"] ?? {}) as Statement["condition"],
  }));
}

/** Whether a statement's actions, which may end in `*`, include an action. */
export function names(patterns: readonly string[], action: string): boolean {
  return patterns.some((one) => one === action || (one.endsWith("*") && action.startsWith(one.slice(0, -1))));
}

/** A policy document for a test case. */
export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
