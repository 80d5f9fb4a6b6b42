/**
 * Checks for requests above their limits, and for invalid quantities: pkg/apis/core/validation,
 * ValidateResourceRequirements.
 */
import { quantity } from "../../quantity";
import { type AdmissionRule, given, refused } from "../rule";

export const resources: AdmissionRule = {
  name: "resources",
  *check(pod) {
    const { graph, containers } = pod;
    for (const { name, body } of containers) {
      const amounts = new Map<string, { text: string; value: number }>();
      for (const list of ["limits", "requests"]) {
        const found = given(graph, body, "resources", list);
        if (found?.kind !== "object") continue;
        for (const [resource, value] of found.entries) {
          const text = graph.text(value);
          if (text === undefined) continue;
          const amount = quantity(text);
          if (amount === undefined || amount < 0) {
            const why = amount === undefined ? "which Kubernetes cannot read" : "less than 0";
            const detail = `container ${name} has ${list} of ${resource} ${JSON.stringify(text)}, ${why}`;
            yield refused(pod, "EKS-09", detail);
            continue;
          }
          const limit = list === "requests" ? amounts.get(resource) : undefined;
          if (limit && amount > limit.value)
            yield refused(
              pod,
              "EKS-09",
              `container ${name} requests ${resource} ${text}, more than its limit of ${limit.text}, which Kubernetes refuses`,
            );
          if (list === "limits") amounts.set(resource, { text, value: amount });
        }
      }
    }
  },
};
