/**
 * The API server's requirements for the object that creates pods: a valid name, a selector that matches its own pods,
 * and a valid restart policy. Source: kubernetes, pkg/apis/apps/validation and pkg/apis/batch/validation.
 */
import { isNull, type Value } from "../../../graph/model";
import { selects } from "../../label-selector";
import { groupOf, textMap } from "../../object";
import { type AdmissionRule, given, open, refused } from "../rule";
import { isDnsLabel, isDnsSubdomain, isLabelValue } from "./names";
import { versionProblem } from "./versions";

const withSelector = new Set(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"]);
const alwaysRestarts = new Set([...withSelector, "ReplicationController"]);
const runsOnce = new Set(["Job", "CronJob"]);

export const controller: AdmissionRule = {
  name: "controller",
  *check(pod) {
    const { graph, object, spec, template } = pod;
    const { kind, name, namespace, body } = object;
    const version = versionProblem(object);
    if (version !== undefined) yield refused(pod, "EKS-09", version);
    if (!isDnsSubdomain(name))
      yield refused(
        pod,
        "EKS-09",
        `has the name ${JSON.stringify(name)}, which Kubernetes refuses: a-z, 0-9, "-" and "."`,
      );
    if (!isDnsLabel(namespace))
      yield refused(pod, "EKS-09", `is in namespace ${JSON.stringify(namespace)}, a name that Kubernetes refuses`);
    const labels = textMap(graph, given(graph, template, "metadata", "labels") ?? { kind: "literal", value: null });
    for (const [key, value] of labels ?? []) {
      if (!isLabelValue(value))
        yield refused(pod, "EKS-09", `its pods have the label ${key}=${value}, whose value Kubernetes refuses`);
    }
    if (withSelector.has(kind) && groupOf(object) !== "extensions") {
      const selector = given(graph, body, "spec", "selector");
      if (selector === undefined) yield refused(pod, "EKS-02", "has no selector, which Kubernetes requires");
      else if (isEmpty(selector)) yield refused(pod, "EKS-02", "has an empty selector, which Kubernetes refuses");
      else if (selector.kind === "object") {
        const expressions = given(graph, selector, "matchExpressions");
        // The fargate-profile hop reports labels that differ, with a fix.
        const isOwn = expressions ? selects(graph, selector, labels) : "yes";
        if (isOwn === "no") yield refused(pod, "EKS-02", "selects pods by labels that its own pods do not have");
        if (isOwn === "unknown")
          yield open(pod, "EKS-02", "not known whether it selects its own pods", "selector and labels as literals");
      }
    }
    const restart = graph.text(given(graph, spec, "restartPolicy") ?? spec);
    if (alwaysRestarts.has(kind) && restart !== undefined && restart !== "Always")
      yield refused(
        pod,
        "EKS-09",
        `its pods have restartPolicy ${restart}, and Kubernetes takes Always alone in a ${kind}`,
      );
    if (
      runsOnce.has(kind) &&
      restart !== "OnFailure" &&
      restart !== "Never" &&
      given(graph, spec)?.kind === "object" &&
      isKnown(restart, given(graph, spec, "restartPolicy") === undefined)
    )
      yield refused(
        pod,
        "EKS-09",
        `its pods have restartPolicy ${restart ?? "Always, the default"}, and a ${kind} wants OnFailure or Never`,
      );
    if (kind === "CronJob" && given(graph, body, "spec", "schedule") === undefined)
      yield refused(pod, "EKS-09", "has no schedule, which Kubernetes requires");
  },
};

function isEmpty(selector: Value): boolean {
  if (selector.kind !== "object" || selector.unknownRest) return false;
  return [...selector.entries.values()].every((value) => {
    if (value.kind === "object") return value.entries.size === 0 && !value.unknownRest;
    return value.kind === "list" ? value.items.length === 0 && !value.unknownRest : isNull(value);
  });
}

function isKnown(restart: string | undefined, isUnset: boolean): boolean {
  return restart !== undefined || isUnset;
}
