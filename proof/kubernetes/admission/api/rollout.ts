/** A Deployment's strategy (kubernetes, pkg/apis/apps/validation, ValidateDeploymentStrategy). */
import { type AdmissionRule, given, refused } from "../rule";

export const rollout: AdmissionRule = {
  name: "rollout",
  *check(pod) {
    const { graph, object } = pod;
    const strategy = object.kind === "Deployment" ? given(graph, object.body, "spec", "strategy") : undefined;
    if (!strategy) return;
    const update = given(graph, strategy, "rollingUpdate");
    if (graph.text(given(graph, strategy, "type") ?? strategy) === "Recreate" && update) {
      yield refused(pod, "EKS-09", "has rollingUpdate beside the strategy Recreate: the API server refuses it");
    }
    const isZero = (name: string) => {
      const value = update && given(graph, update, name);
      return value !== undefined && /^0%?$/.test(graph.text(value) ?? "");
    };
    if (isZero("maxSurge") && isZero("maxUnavailable")) {
      yield refused(pod, "EKS-09", "has maxSurge and maxUnavailable 0: the API server refuses it");
    }
  },
};
