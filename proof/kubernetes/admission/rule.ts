/** An admission rule: one reason for which the API server or Fargate refuses a pod, or may refuse it. One file each. */
import { type Graph } from "../../graph/graph";
import { isNull, type Value } from "../../graph/model";
import { type RuleId } from "../../rules";
import { type ManifestFix, setIn } from "../edit";
import { type Manifests } from "../manifest-source";
import { at, type KubernetesObject } from "../object";
import { type Problem } from "../problem";

export interface PodContainer {
  readonly name: string;
  readonly kind: "init" | "main" | "ephemeral";
  readonly body: Value;
  /** The path in the pod: `["spec", "containers", "0"]`. */
  readonly path: readonly string[];
}

/** A pod to be created. */
export interface Pod {
  readonly graph: Graph;
  readonly all: Manifests;
  readonly object: KubernetesObject;
  /** With `metadata` and `spec`. */
  readonly template: Value;
  readonly spec: Value;
  readonly containers: readonly PodContainer[];
}

export interface AdmissionRule {
  /** The file's name. */
  readonly name: string;
  check(pod: Pod): Iterable<Problem>;
}

export function podOf(graph: Graph, all: Manifests, object: KubernetesObject, template: Value): Pod {
  const spec = at(graph, template, "spec");
  const lists = [
    ["init", "initContainers"],
    ["main", "containers"],
    ["ephemeral", "ephemeralContainers"],
  ] as const;
  const containers = lists.flatMap(([kind, list]) =>
    graph.items(at(graph, spec, list)).items.map((body, index): PodContainer => {
      const name = graph.text(at(graph, body, "name")) ?? `${list}[${index}]`;
      return { name, kind, body, path: ["spec", list, String(index)] };
    }),
  );
  return { graph, all, object, template, spec, containers };
}

export function refused({ object }: Pod, rule: RuleId, detail: string, fix?: ManifestFix): Problem {
  return { verdict: "fails", rule, resource: object.address, detail, fix };
}

export function open({ object }: Pod, rule: RuleId, detail: string, resolveBy: string): Problem {
  return { verdict: "unknown", rule, resource: object.address, detail, resolveBy };
}

/** The value of a property, with references followed; undefined if it is absent or null. */
export function given(graph: Graph, of: Value, ...path: readonly string[]): Value | undefined {
  const value = graph.follow(at(graph, of, ...path));
  return isNull(value) ? undefined : value;
}

/** Whether a property is true; `unknown` if that is not known. */
export function isTrue(graph: Graph, of: Value, ...path: readonly string[]): boolean | "unknown" {
  const value = given(graph, of, ...path);
  if (value === undefined) return false;
  const text = graph.text(value);
  return text === undefined ? "unknown" : text === "true";
}

/** A fix of a property of the pod, if the path of its template is known. */
export function setInPod({ graph, object }: Pod, place: readonly string[], path: readonly string[], value: Value) {
  return setIn(graph, object, [...place, ...path], value);
}
