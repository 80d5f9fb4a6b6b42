/**
 * Fargate pods can't use host namespaces: "fields not supported: HostNetwork" (EKS-09; aws/containers-roadmap#1517, EKS
 * user guide, fargate.html).
 */
import { type AdmissionRule, isTrue, open, refused } from "../rule";

const fields = ["hostNetwork", "hostPID", "hostIPC"] as const;

export const hostNamespaces: AdmissionRule = {
  name: "host-namespaces",
  *check(pod) {
    for (const field of fields) {
      const is = isTrue(pod.graph, pod.spec, field);
      if (is === "unknown") yield open(pod, "EKS-09", `${field} of its pods is not known`, `${field} as a literal`);
      if (is === true) {
        const detail = `its pods have ${field}, which Fargate refuses: set it to false`;
        yield refused(pod, "EKS-09", detail);
      }
    }
  },
};
