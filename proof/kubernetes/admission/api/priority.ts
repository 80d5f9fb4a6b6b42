/** "no PriorityClass with name … was found" (kubernetes, plugin/pkg/admission/priority). */
import { type AdmissionRule, given, open, refused } from "../rule";

const builtIn = new Set(["", "system-cluster-critical", "system-node-critical"]);

export const priority: AdmissionRule = {
  name: "priority",
  *check(pod) {
    const { graph, spec, all } = pod;
    const value = given(graph, spec, "priorityClassName");
    const name = value && graph.text(value);
    if (value === undefined || (name !== undefined && builtIn.has(name))) return;
    if (name !== undefined && all.objects.some((one) => one.kind === "PriorityClass" && one.name === name)) return;
    const detail = `its pods have priorityClassName ${name ?? "that is not known"}, and no manifest makes that PriorityClass`;
    if (name !== undefined && all.isWhole && !all.others) yield refused(pod, "EKS-09", detail);
    else yield open(pod, "EKS-09", detail, "that the cluster has the PriorityClass, or no priorityClassName");
  },
};
