/**
 * "invalid SecurityContext fields": Privileged, AllowPrivilegeEscalation, Capabilities added. Source: the check that the
 * kubelet on Fargate makes (pkg/kubelet/lifecycle/fargate_pod_validator.go in a public fork, mahakagi/kubernetes), which
 * public reports agree with: kubernetes/ingress-nginx#4888, concourse-chart#236, frappe/helm#182,
 * aws/containers-roadmap#2162 (EKS-09).
 */
import { type AdmissionRule, given, isTrue, open, refused } from "../rule";

/**
 * Capabilities that container runtimes add by default, and that the check permits. The EKS best practices guide says
 * that capabilities can only be dropped on Fargate, so the result is unknown.
 */
const permitted = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "NET_RAW",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

export const securityContext: AdmissionRule = {
  name: "security-context",
  *check(pod) {
    const { graph, containers } = pod;
    for (const { name, body } of containers) {
      for (const field of ["privileged", "allowPrivilegeEscalation"]) {
        const is = isTrue(graph, body, "securityContext", field);
        const what = field === "privileged" ? "is privileged" : `has ${field}`;
        if (is === true)
          yield refused(pod, "EKS-09", `container ${name} ${what}, which Fargate refuses: set ${field} to false`);
        if (is === "unknown")
          yield open(pod, "EKS-09", `${field} of container ${name} is not known`, `${field} as a literal`);
      }
      const add = given(graph, body, "securityContext", "capabilities", "add");
      if (add === undefined) continue;
      const { items, unknownRest } = graph.items(add);
      const names = items.map((item) => graph.text(item));
      const wrong = names.filter((one) => one !== undefined && !permitted.has(one));
      if (wrong.length > 0) {
        const detail = `container ${name} adds capabilities (${wrong.join(", ")}), which Fargate refuses: remove them`;
        yield refused(pod, "EKS-09", detail);
      } else if (unknownRest || names.includes(undefined)) {
        const detail = `capabilities of container ${name} are not known`;
        yield open(pod, "EKS-09", detail, "capabilities as literals, or none");
      } else if (names.length > 0) {
        const detail = `container ${name} adds capabilities (${names.join(", ")}), and sources differ on whether Fargate permits these`;
        yield open(pod, "EKS-09", detail, "no added capabilities: containers have these by default");
      }
    }
  },
};
