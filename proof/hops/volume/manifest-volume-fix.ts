/** Fixes for a denied mount of a pod: TLS on its volume, or an access point of the file system. */
import { referrersOf } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { literal, type Value } from "../../graph/model";
import { type Fix } from "../../hop-answer";
import { setIn } from "../../kubernetes/edit";
import { handleFrom, handleOf } from "../../kubernetes/efs-handle";
import { type MountPath } from "../../workloads/mount-path";
import { manifestFixes } from "./claim";

export function manifestVolumeFixes({ workload, volume, fileSystem }: MountPath, facts: Facts): readonly Fix[] {
  const object = volume.claim?.volume;
  if (workload.kind !== "eks" || !object) return [];
  const { graph } = facts;
  const fixes: Fix[] = [];
  if (graph.text(volume.transitEncryption) === "DISABLED") {
    const path = ["spec", "csi", "volumeAttributes", "encryptInTransit"];
    fixes.push(...manifestFixes(workload.manifests, setIn(graph, object, path, literal("true"))));
  }
  if (fileSystem.kind !== "resource") return fixes;
  const handle = handleOf(graph, object);
  const { certain } = referrersOf(facts, "aws_efs_access_point", "file_system_id", fileSystem.resource);
  for (const point of certain) {
    const accessPoint: Value = { kind: "reference", to: point.key, attribute: "id" };
    const value = handleFrom({ ...handle, accessPoint });
    fixes.push(...manifestFixes(workload.manifests, setIn(graph, object, ["spec", "csi", "volumeHandle"], value)));
  }
  return fixes;
}
