/**
 * Rules that depend on the cluster: quotas, Pod Security, webhooks and policies. Whether they accept a pod is unknown.
 */
import { find } from "../manifest-source";
import { textMap } from "../object";
import { type AdmissionRule, given, open } from "./rule";

const inNamespace = new Set(["ResourceQuota", "LimitRange"]);
const everywhere = new Set([
  "ClusterPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
]);

export const clusterRules: AdmissionRule = {
  name: "cluster-rules",
  *check(pod) {
    const { graph, all, object } = pod;
    for (const one of all.objects) {
      const isNear = inNamespace.has(one.kind) && one.namespace === object.namespace;
      if (!isNear && !everywhere.has(one.kind)) continue;
      const detail = `${one.address} may refuse or change pods, and what it does with these is not judged`;
      yield open(pod, "EKS-09", detail, "a pod of this kind that runs in the namespace, or the cluster's events");
    }
    const home = find(all, "Namespace", object.namespace);
    const labels =
      home && textMap(graph, given(graph, home.body, "metadata", "labels") ?? { kind: "literal", value: null });
    if (labels?.get("pod-security.kubernetes.io/enforce") === "restricted") {
      const detail = `${home!.address} enforces the Pod Security Standard restricted, and whether its pods meet it is not judged`;
      yield open(pod, "EKS-09", detail, "kubectl apply --dry-run=server of the pods");
    }
  },
};
