/**
 * Fargate has no GPUs or accelerators (EKS-09; EKS user guide, fargate.html), and no node provides other extended
 * resources.
 */
import { type AdmissionRule, given, open, refused } from "../rule";

const accelerators = /^(?:nvidia\.com|amd\.com|aws\.amazon\.com|habana\.ai|gpu\.intel\.com)\//;

export const devices: AdmissionRule = {
  name: "devices",
  *check(pod) {
    const { graph, containers } = pod;
    for (const { name, body } of containers) {
      const asked = new Set<string>();
      for (const list of ["requests", "limits"]) {
        const found = given(graph, body, "resources", list);
        if (found?.kind !== "object") continue;
        for (const [key, amount] of found.entries) if (graph.text(amount) !== "0") asked.add(key);
      }
      for (const resource of asked) {
        if (accelerators.test(resource))
          yield refused(
            pod,
            "EKS-09",
            `container ${name} asks for ${resource}, which Fargate does not have: remove it`,
          );
        else if (resource.includes("/") || resource.startsWith("hugepages-")) {
          const detail = `container ${name} asks for ${resource}, and no source says that Fargate has it`;
          yield open(pod, "EKS-09", detail, "a container without it");
        }
      }
    }
  },
};
