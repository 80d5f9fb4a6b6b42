/**
 * Checks whether a pod can run on the node that Fargate creates for it: amd64, Linux (EKS-09; kubelet compares
 * nodeSelector with the labels of its node, pkg/kubelet/lifecycle/predicate.go). Affinity is ignored (EKS user guide,
 * fargate-profile.html), but a pod that requires Arm has an Arm image.
 */
import { type Graph } from "../../../graph/graph";
import { list, type ListValue, type Value } from "../../../graph/model";
import { textMap } from "../../object";
import { type AdmissionRule, given, open, refused } from "../rule";

/** Labels that every Fargate node has, with their only value. */
const fixedLabels = new Map([
  ["kubernetes.io/arch", "amd64"],
  ["beta.kubernetes.io/arch", "amd64"],
  ["kubernetes.io/os", "linux"],
  ["beta.kubernetes.io/os", "linux"],
  ["eks.amazonaws.com/compute-type", "fargate"],
]);

/** Labels that every node has, with a value that depends on the subnet. */
const placeLabels = new Set(["topology.kubernetes.io/zone", "topology.kubernetes.io/region"]);

export const nodeSelection: AdmissionRule = {
  name: "node-selection",
  *check(pod) {
    const { graph, spec } = pod;
    const selector = given(graph, spec, "nodeSelector");
    const labels = selector && textMap(graph, selector);
    if (selector && !labels)
      yield open(pod, "EKS-09", "its nodeSelector is not completely known", "nodeSelector as literals");
    for (const [key, value] of labels ?? []) {
      const fixed = fixedLabels.get(key);
      if (fixed === value) continue;
      if (fixed !== undefined)
        yield refused(pod, "EKS-09", `its pods select nodes of ${key}=${value}, and those of Fargate are ${fixed}`);
      else {
        const detail = `its pods select nodes with ${key}=${value}, a label that is not documented for Fargate's nodes`;
        yield open(pod, "EKS-09", detail, "no nodeSelector, or nodes that have the label");
      }
    }
    for (const [key, fixed] of fixedLabels) {
      if (requires(graph, spec, key, fixed) !== "another") continue;
      yield refused(pod, "EKS-09", `its pods require nodes of another ${key} than ${fixed}, and Fargate has no others`);
    }
    for (const key of otherKeys(graph, spec)) {
      const detail = `its pods require nodes with a certain ${key}, a label that is not documented for Fargate's nodes`;
      yield open(pod, "EKS-09", detail, "no node affinity");
    }
    const os = graph.text(given(graph, spec, "os", "name") ?? spec);
    if (os !== undefined && os !== "linux")
      yield refused(pod, "EKS-09", `its pods are for ${os}, and Fargate's nodes on EKS run Linux`);
    for (const field of ["nodeName", "schedulerName", "runtimeClassName"]) {
      const value = given(graph, spec, field);
      const text = value && graph.text(value);
      if (value === undefined || text === "" || text === "default-scheduler" || text === "fargate-scheduler") continue;
      const detail = `its pods have ${field} ${text ?? "that is not known"}, which keeps them from Fargate's scheduler or its nodes`;
      yield open(pod, "EKS-09", detail, `no ${field}`);
    }
  },
};

function* otherKeys(graph: Graph, spec: Value): Iterable<string> {
  for (const term of requiredTerms(graph, spec).items) {
    const expressions = given(graph, term, "matchExpressions");
    for (const expression of expressions ? graph.items(expressions).items : []) {
      const key = graph.text(given(graph, expression, "key") ?? expression);
      const operator = graph.text(given(graph, expression, "operator") ?? expression);
      const isFree = operator === "NotIn" || operator === "DoesNotExist";
      if (key !== undefined && !fixedLabels.has(key) && !placeLabels.has(key) && !isFree) yield key;
    }
  }
}

function requiredTerms(graph: Graph, spec: Value): ListValue {
  const path = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"];
  const terms = given(graph, spec, ...path);
  return terms ? graph.items(terms) : list([]);
}

/** Whether every term of the required node affinity requires another value than the fixed one. */
function requires(graph: Graph, spec: Value, key: string, fixed: string): "another" | "none" {
  const { items, unknownRest } = requiredTerms(graph, spec);
  if (items.length === 0 || unknownRest) return "none";
  const isOther = items.every((term) => {
    const expressions = given(graph, term, "matchExpressions");
    return (expressions ? graph.items(expressions).items : []).some((expression) => {
      if (graph.text(given(graph, expression, "key") ?? expression) !== key) return false;
      const operator = graph.text(given(graph, expression, "operator") ?? expression);
      const values = given(graph, expression, "values");
      const found = values ? graph.items(values) : { items: [], unknownRest: undefined };
      const texts = found.items.map((item) => graph.text(item));
      if (found.unknownRest || texts.includes(undefined)) return false;
      if (operator === "DoesNotExist") return true;
      return operator === "In" ? !texts.includes(fixed) : operator === "NotIn" && texts.includes(fixed);
    });
  });
  return isOther ? "another" : "none";
}
