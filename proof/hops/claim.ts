/** The volume handle and the claim of a pod's volume agree, and stand before the pod (EKS-06, -07). */
import { changeOf, type ManifestFix } from "../kubernetes/edit";
import { type Manifests } from "../kubernetes/manifests";
import { type MountPath } from "../workloads/mount-path";
import { fails, type Fix, type HopAnswer, unknown } from "./hop";

/** Nothing where the claim is fine, and where there is none. */
export function claimAnswer({ workload, volume }: MountPath): HopAnswer | undefined {
  if (workload.kind !== "eks" || volume.name === undefined) return undefined;
  const found = workload.claims.get(volume.name);
  const [problem] = found?.problems ?? [];
  if (!found || !problem) return undefined;
  const { rule, resource, detail } = problem;
  if (!found.open) return fails(rule, resource, detail, manifestFixes(workload.manifests, problem.fix));
  const what = `${detail}, as far as the manifests are known: ${found.open.expression} ${found.open.why}`;
  // What is hidden may be the volume, so that it is none's lack that is told.
  return unknown("EKS-07", resource, what, "prove the deployed state (terraform show -json), where they are known");
}

/** What a manifest should say. Its lines are YAML, so that Terraform has them as a comment. */
export function manifestFixes(all: Manifests, fix: ManifestFix | undefined): Fix[] {
  const change = fix && changeOf(all, fix.edit);
  if (!change) return [];
  const terraform = ["# in the Kubernetes manifests", ...fix.lines.map((line) => `# ${line}`)].join("\n");
  return [{ description: fix.description, terraform, changes: [change] }];
}
