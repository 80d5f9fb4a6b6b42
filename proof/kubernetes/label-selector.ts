/** Label selectors with three results: apimachinery, pkg/apis/meta/v1 LabelSelectorAsSelector. */
import { type Graph } from "../graph/graph";
import { isNull, type Value } from "../graph/model";
import { allOf, negated, type Ternary } from "../graph/ternary";
import { at, textMap } from "./object";

/** Whether labels match a selector. The caller handles an absent selector; an empty one matches everything. */
export function selects(graph: Graph, selector: Value, labels: ReadonlyMap<string, string> | undefined): Ternary {
  if (graph.follow(selector).kind !== "object") return isNull(graph.follow(selector)) ? "yes" : "unknown";
  const wanted = textMap(graph, at(graph, selector, "matchLabels"));
  const { items, unknownRest } = graph.items(at(graph, selector, "matchExpressions"));
  if (labels === undefined) return wanted?.size === 0 && items.length === 0 && !unknownRest ? "yes" : "unknown";
  const answers: Ternary[] = items.map((item) => holds(graph, item, labels));
  if (wanted === undefined || unknownRest) answers.push("unknown");
  for (const [key, value] of wanted ?? []) answers.push(labels.get(key) === value ? "yes" : "no");
  return allOf(answers);
}

function holds(graph: Graph, requirement: Value, labels: ReadonlyMap<string, string>): Ternary {
  const [key, operator] = ["key", "operator"].map((name) => graph.text(at(graph, requirement, name)));
  const { items, unknownRest } = graph.items(at(graph, requirement, "values"));
  const values = items.map((item) => graph.text(item));
  if (key === undefined || operator === undefined) return "unknown";
  const value = labels.get(key);
  const isOpen = unknownRest !== undefined || values.includes(undefined);
  const isIn: Ternary = value !== undefined && values.includes(value) ? "yes" : isOpen ? "unknown" : "no";
  switch (operator) {
    case "In":
      return value === undefined ? "no" : isIn;
    case "NotIn":
      return value === undefined ? "yes" : negated(isIn);
    case "Exists":
      return value === undefined ? "no" : "yes";
    case "DoesNotExist":
      return value === undefined ? "yes" : "no";
    default:
      return "unknown";
  }
}
