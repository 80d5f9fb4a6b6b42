/** Checks that the volume handle and the claim of a pod's volume match, and exist before the pod (EKS-06, EKS-07). */
import { fails, type Fix, type HopAnswer, unknown, worst } from "../../hop-answer";
import { changeOf, type ManifestFix } from "../../kubernetes/edit";
import { type Manifests } from "../../kubernetes/manifest-source";
import { type RuleId } from "../../rules";
import { type MountPath } from "../../workloads/mount-path";

/** Pods on nodes with their own driver may behave differently. */
const onlyOnFargate = new Set<RuleId>(["EKS-06", "EKS-14", "EKS-15"]);

/** Undefined if the claim is valid, or if there is no claim. */
export function claimAnswer({ workload, volume, container }: MountPath): HopAnswer | undefined {
  if (workload.kind !== "eks" || !volume.claim) return undefined;
  const answers = volume.claim.problems.map((problem): HopAnswer => {
    const { rule, resource, detail } = problem;
    if (problem.verdict === "fails" && workload.elsewhere !== undefined && onlyOnFargate.has(rule)) {
      const told = `${detail}; ${workload.elsewhere} may run the pods instead`;
      return unknown(rule, resource, told, "pods on nodes are not judged");
    }
    return problem.verdict === "fails"
      ? fails(rule, resource, detail, manifestFixes(workload.manifests, problem.fix))
      : unknown(rule, resource, detail, problem.resolveBy);
  });
  if (!container && !workload.otherContainers && !workload.containers.some((one) => one.otherMountPoints)) {
    const detail = `declares volume ${volume.name ?? "?"}, but none of its containers mounts it`;
    answers.push(unknown("EKS-07", workload.address, detail, "a volumeMount, or the volume removed"));
  }
  return worst(answers);
}

/** What to write into a manifest: YAML lines, printed as comments in HCL. */
export function manifestFixes(all: Manifests, fix: ManifestFix | undefined): Fix[] {
  const change = fix && changeOf(all, fix.edit);
  if (!change) return [];
  const manifest = ["# in the Kubernetes manifests", ...fix.lines.map((line) => `# ${line}`)].join("\n");
  return [{ description: fix.description, manifest, changes: [change] }];
}
