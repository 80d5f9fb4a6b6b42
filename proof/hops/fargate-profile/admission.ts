/** Checks whether the API server and Fargate accept the pod (EKS-02, EKS-09). */
import { type Facts } from "../../facts";
import { fails, type HopAnswer, unknown } from "../../hop-answer";
import { apiRules } from "../../kubernetes/admission/api";
import { versionProblem } from "../../kubernetes/admission/api/versions";
import { clusterRules } from "../../kubernetes/admission/cluster-rules";
import { fargateRules } from "../../kubernetes/admission/fargate";
import { kubelet } from "../../kubernetes/admission/kubelet";
import { podOf } from "../../kubernetes/admission/rule";
import { type EksWorkload } from "../../workloads/workload";
import { manifestFixes } from "../volume/claim";

/** @param isOnFargate whether the pods certainly run on Fargate */
export function* admission({ graph }: Facts, workload: EksWorkload, isOnFargate: boolean): Iterable<HopAnswer> {
  const { manifests, object, pod, address, isCustom } = workload;
  if (isCustom) {
    const version = versionProblem(object);
    if (version !== undefined) yield fails("EKS-09", address, version);
    const detail = `is a ${object.kind}: not known which pods its controller creates from the template`;
    yield unknown("EKS-16", address, detail, "the running pods (kubectl get pods -o yaml)");
    return;
  }
  const view = podOf(graph, manifests, object, pod);
  const rules = [...apiRules, clusterRules, ...(isOnFargate ? [kubelet, ...fargateRules] : [])];
  for (const problem of rules.flatMap((rule) => [...rule.check(view)])) {
    const { rule, resource, detail } = problem;
    yield problem.verdict === "fails"
      ? fails(rule, resource, detail, manifestFixes(manifests, problem.fix))
      : unknown(rule, resource, detail, problem.resolveBy);
  }
}
