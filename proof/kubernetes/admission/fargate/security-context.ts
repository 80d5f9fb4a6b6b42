/**
 * "invalid SecurityContext fields": Privileged (EKS user guide, fargate.html; concourse-chart#236),
 * AllowPrivilegeEscalation (kubernetes/ingress-nginx#4888, 2020), Capabilities added (frappe/helm#182,
 * aws/containers-roadmap#2162). Whether every platform version refuses allowPrivilegeEscalation is in no source (EKS-09).
 */
import { type AdmissionRule, given, isTrue, open, refused } from "../rule";

/** What container runtimes give to every container; whether Fargate refuses to be asked for it is in no source but CHOWN's. */
export const securityContext: AdmissionRule = {
  name: "security-context",
  *check(pod) {
    const { graph, containers } = pod;
    for (const { name, body } of containers) {
      const privileged = isTrue(graph, body, "securityContext", "privileged");
      if (privileged === true)
        yield refused(pod, "EKS-09", `container ${name} is privileged, which Fargate refuses: set privileged to false`);
      const escalates = isTrue(graph, body, "securityContext", "allowPrivilegeEscalation");
      if (escalates === true) {
        const detail = `container ${name} has allowPrivilegeEscalation, for which Fargate has refused pods`;
        yield open(pod, "EKS-09", detail, "allowPrivilegeEscalation: false");
      }
      if (privileged === "unknown" || escalates === "unknown") {
        const detail = `securityContext of container ${name} is not known`;
        yield open(pod, "EKS-09", detail, "privileged and allowPrivilegeEscalation as literals");
      }
      const add = given(graph, body, "securityContext", "capabilities", "add");
      if (add === undefined) continue;
      const { items, rest } = graph.items(add);
      const names = items.map((item) => graph.text(item) ?? "one that is not known");
      if (names.length > 0) {
        const detail = `container ${name} adds capabilities (${names.join(", ")}), which Fargate refuses: remove them`;
        yield refused(pod, "EKS-09", detail);
      } else if (rest) {
        yield open(
          pod,
          "EKS-09",
          `capabilities of container ${name} are not known`,
          "capabilities as literals, or none",
        );
      }
    }
  },
};
