/** Evaluates a condition of a statement for a request. */
import { type Graph } from "../../graph/graph";
import { isNull, literal, unknownValue, type Value } from "../../graph/model";
import { both, either, type Judgement, NO, not, open, YES } from "../../graph/ternary";
import { type Condition } from "./policy-document";
import { matches } from "./policy-match";
import { anyText, policyText } from "./policy-text";

/** The value of a condition key, `null` if the request lacks it, unknown if only the actual request has it. */
export type Context = (key: string) => Value;

/** String comparisons can be decided; numbers, dates and IP addresses are known only when the request is made. */
const comparisons: Readonly<Record<string, { wildcards: boolean; fold: boolean }>> = {
  stringequals: { wildcards: false, fold: false },
  stringequalsignorecase: { wildcards: false, fold: true },
  stringlike: { wildcards: true, fold: false },
  arnequals: { wildcards: true, fold: false },
  arnlike: { wildcards: true, fold: false },
  bool: { wildcards: false, fold: true },
};

export function conditionHolds(graph: Graph, condition: Condition, context: Context): Judgement {
  const [operator, key] = [graph.text(condition.operator), graph.text(condition.key)];
  if (operator === undefined || key === undefined) {
    return open(unknownOf(graph, operator === undefined ? condition.operator : condition.key));
  }
  const { set, name, ifExists } = parts(operator);
  const value = context(key.toLowerCase());
  if (name === "null") return absence(graph, condition, value);
  const negated = name.startsWith("stringnot") || name.startsWith("arnnot");
  const comparison = comparisons[negated ? name.replace("not", "") : name];
  if (!comparison)
    return open(unknownValue(operator, `${operator} compares what is known only when the request is made`));
  if (isNull(value)) return ifExists || set === "forallvalues" || (negated && set !== "foranyvalue") ? YES : NO;
  if (value.kind === "unknown") {
    const sure = comparison.wildcards && condition.values.some((item) => isAnyText(graph, item));
    return sure && !negated && (ifExists || set === "forallvalues") ? YES : open(value);
  }
  const text = policyText(graph, value, false);
  let found = NO;
  for (const item of condition.values) {
    found = either(found, matches(graph, policyText(graph, item, comparison.wildcards), text, comparison.fold));
    if (found.answer === "yes") break;
  }
  if (condition.unknownRest) found = either(found, open(condition.unknownRest));
  return negated ? not(found) : found;
}

export function conditionsHold(graph: Graph, conditions: readonly Condition[], context: Context): Judgement {
  let result = YES;
  for (const condition of conditions) {
    result = both(result, conditionHolds(graph, condition, context));
    if (result.answer === "no") return NO;
  }
  return result;
}

/** `ForAnyValue:StringLikeIfExists` → `foranyvalue`, `stringlike`, true. */
function parts(operator: string): { set: string; name: string; ifExists: boolean } {
  const lower = operator.toLowerCase();
  const colon = lower.indexOf(":");
  const name = lower.slice(colon + 1);
  const ifExists = name.endsWith("ifexists");
  return { set: lower.slice(0, Math.max(colon, 0)), name: ifExists ? name.slice(0, -8) : name, ifExists };
}

/** `Null: { key: "true" }` requires that the request lacks the key. */
function absence(graph: Graph, condition: Condition, value: Value): Judgement {
  if (value.kind === "unknown") return open(value);
  if (condition.values.length !== 1 || condition.unknownRest) return open(unknownOf(graph, condition.operator));
  const wanted = graph.text(condition.values[0]!)?.toLowerCase();
  if (wanted !== "true" && wanted !== "false") return open(unknownOf(graph, condition.values[0]!));
  return (wanted === "true") === isNull(value) ? YES : NO;
}

function isAnyText(graph: Graph, value: Value): boolean {
  const text = policyText(graph, value, true);
  return text.length === 1 && text[0] === anyText;
}

function unknownOf(graph: Graph, value: Value) {
  return value.kind === "unknown" ? value : unknownValue(graph.describe(value), "cannot be compared");
}

/**
 * Condition keys with the same value in every request, by lower-case key. ECS and its agent use the AWS SDK, whose default
 * is HTTPS; a mount sets the key itself.
 */
export const alwaysKnown: ReadonlyMap<string, Value> = new Map([
  ["aws:securetransport", literal("true")],
  ["aws:principalisawsservice", literal("false")],
  ["aws:viaawsservice", literal("false")],
]);
