/**
 * ECS checks a task definition when it is registered, and a service when it is created. One file per rule:
 *
 * ```ts
 * export const essential: RegistrationRule = {
 *   name: "essential",
 *   *evaluate({ containers, task }) { … yield fails("ECS-12", task.address, "no container is essential") }
 * };
 * ```
 */
import { type Facts } from "../../../facts";
import { type Graph } from "../../../graph/graph";
import { isNull, type Resource, type Unknown, unknownValue, type Value } from "../../../graph/model";
import { type HopAnswer, unknown } from "../../../hop-answer";
import { type RuleId } from "../../../rules";
import { type Container, type EcsWorkload } from "../../../workloads/workload";

export interface RegistrationRule {
  /** The name of the file. */
  readonly name: string;
  evaluate(asked: Registration): Iterable<HopAnswer | undefined>;
}

/** The task definition and the service. */
export interface Registration {
  readonly facts: Facts;
  readonly workload: EcsWorkload;
  readonly task: Resource;
  readonly containers: readonly Container[];
  /** Whether Fargate's limits apply: the task runs there, or its definition requires FARGATE compatibility. */
  readonly fargate: boolean;
  /** `bridge` if none is set. Undefined if it is not known. */
  readonly networkMode: string | undefined;
}

/** `no` for values that ECS treats as omitted: `null`, `""`, `false`, `0`, an empty list or object. */
export function isSet(graph: Graph, value: Value): "yes" | "no" | Unknown {
  const at = graph.follow(value);
  if (at.kind === "unknown") return at;
  if (isNull(at)) return "no";
  if (at.kind === "literal") return ["", "false", "0"].includes(String(at.value)) ? "no" : "yes";
  if (at.kind === "list") return at.items.length > 0 ? "yes" : (at.unknownRest ?? "no");
  if (at.kind === "object") return anySet(graph, [...at.entries.values()], at.unknownRest);
  if (at.kind === "reference" && graph.text(at) === undefined) return unknownValue(graph.describe(at), "not known");
  return "yes";
}

function anySet(graph: Graph, values: readonly Value[], unknownRest: Unknown | undefined): "yes" | "no" | Unknown {
  let open = unknownRest;
  for (const value of values) {
    const set = isSet(graph, value);
    if (set === "yes") return "yes";
    if (set !== "no") open ??= set;
  }
  return open ?? "no";
}

export function nameOf({ name }: Container): string {
  return name === undefined ? "a container" : `container ${name}`;
}

/** Reports a setting that is not known and that ECS may refuse. */
export function unknownSetting(rule: RuleId, task: Resource, what: string, { expression }: Unknown): HopAnswer {
  const detail = `${what} is not known: ${expression}`;
  return unknown(rule, task.address, detail, `${what} as a literal, or the deployed state`);
}
