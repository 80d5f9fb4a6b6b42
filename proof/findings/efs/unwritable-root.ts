/**
 * A mount with write access to the root directory of a new file system without an access point, by a client without
 * permission (EFS-17): the root directory belongs to root with mode 755, and root needs ClientRootAccess with IAM.
 * https://docs.aws.amazon.com/efs/latest/ug/accessing-fs-nfs-permissions.html
 */
import { propertyIgnoringCase } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { isNull, type Resource, type Value } from "../../graph/model";
import { rootRight } from "../../hops/iam/hop";
import { type Finding } from "../../verdict";
import { type MountPath } from "../../workloads/mount-path";
import { mountPaths } from "../../workloads/mount-paths";
import { type FindingCheck } from "../finding";

export const unwritableRoot: FindingCheck = {
  name: "unwritable-root",
  rules: ["EFS-17"],
  *find(facts: Facts): Iterable<Finding> {
    const told = new Set<string>();
    for (const path of mountPaths(facts)) {
      const { fileSystem, volume, container, names } = path;
      if (told.has(path.mountId) || fileSystem.kind !== "resource" || !isNew(fileSystem.resource)) continue;
      if (!writes(facts.graph, path) || !isRoot(facts.graph, path)) continue;
      const why = refused(facts, path);
      if (why === undefined) continue;
      told.add(path.mountId);
      yield {
        rule: "EFS-17",
        severity: "warning",
        resource: volume.resource.address,
        detail: `container ${container?.name ?? "?"} mounts the root directory of ${names.fileSystem} at ${names.mountPath} with write access, but the directory belongs to root with mode 755 and ${why}, so every write is denied`,
        fix: `mount it through an aws_efs_access_point with a path of its own and creation_info for its user, or set readOnly`,
      };
    }
  },
};

/** The reason why the container can't write; undefined if it can, or may. */
function refused(facts: Facts, path: MountPath): string | undefined {
  const user = userOf(facts.graph, path);
  if (user !== undefined && /^[1-9]\d*(:.*)?$/.test(user)) return `the container runs as user ${user}`;
  if (rootRight(facts, path) === "no") return "the client has no elasticfilesystem:ClientRootAccess";
  return undefined;
}

function userOf(graph: Graph, { container, workload }: MountPath): string | undefined {
  if (!container || workload.kind !== "ecs") return undefined;
  return graph.text(propertyIgnoringCase(graph, container.definition, "user"));
}

export function writes(graph: Graph, { mountPoint }: MountPath): boolean {
  if (!mountPoint) return false;
  const readOnly = graph.follow(mountPoint.readOnly);
  return readOnly.kind !== "unknown" && graph.text(mountPoint.readOnly) !== "true";
}

function isRoot(graph: Graph, { volume }: MountPath): boolean {
  const without = (value: Value) => isNull(graph.follow(value)) || graph.text(value) === "";
  return without(volume.accessPoint) && (without(volume.rootDirectory) || graph.text(volume.rootDirectory) === "/");
}

export function isNew({ mode, action, document }: Resource): boolean {
  return mode === "managed" && (action === "create" || action === "replace" || document.kind === "configuration");
}
