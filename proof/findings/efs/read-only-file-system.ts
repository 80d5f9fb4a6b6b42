/** A file system that is a replication destination, mounted with write access (EFS-16). */
import { attributeOf, notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { type Resource } from "../../graph/model";
import { type Finding } from "../../verdict";
import { type MountPath } from "../../workloads/mount-path";
import { mountPaths } from "../../workloads/mount-paths";
import { type FindingCheck } from "../finding";

export const readOnlyFileSystem: FindingCheck = {
  name: "read-only-file-system",
  rules: ["EFS-16"],
  *find(facts: Facts): Iterable<Finding> {
    const replications = notDeleted(facts.graph.all("aws_efs_replication_configuration"));
    if (replications.length === 0) return;
    const told = new Set<string>();
    for (const path of mountPaths(facts)) {
      const replication = replications.find((one) => isDestination(facts, one, path.fileSystem));
      if (!replication || !writes(facts, path) || told.has(path.mountId)) continue;
      told.add(path.mountId);
      const { container, mountPath, fileSystem } = path.names;
      yield {
        rule: "EFS-16",
        severity: "warning",
        resource: replication.address,
        detail: `${fileSystem} is its destination, which is read-only, but ${path.workload.address} mounts it with write access`,
        fix: `set readOnly of ${container}:${mountPath}, or mount the source of ${replication.address}`,
      };
    }
  },
};

/** The file system that it references, or the one that it creates. */
function isDestination({ graph }: Facts, replication: Resource, fileSystem: Resolution): boolean {
  if (fileSystem.kind === "attribute") return fileSystem.resource.key === replication.key;
  return replication.blocks("destination").items.some((block) => {
    return graph.sameResolved(graph.resolve(attributeOf(block, "file_system_id")), fileSystem) === "yes";
  });
}

function writes({ graph }: Facts, { mountPoint }: MountPath): boolean {
  return mountPoint !== undefined && graph.text(mountPoint.readOnly) !== "true";
}
