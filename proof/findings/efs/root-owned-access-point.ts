/**
 * An access point for the root directory of a new file system with a user other than root (EFS-17): the root directory
 * belongs to root with mode 755, and EFS creates only the directories of creation_info. Tasks can mount it, but not
 * write.
 */
import { notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const rootOwnedAccessPoint: FindingCheck = {
  name: "root-owned-access-point",
  rules: ["EFS-17"],
  *find({ graph }: Facts): Iterable<Finding> {
    for (const point of notDeleted(graph.all("aws_efs_access_point"))) {
      const uid = graph.text(point.get("posix_user.uid"));
      const path =
        graph.text(point.get("root_directory.path")) ??
        (isOpen(point.get("root_directory.path").kind) ? undefined : "/");
      if (uid === undefined || uid === "0" || path !== "/") continue;
      if (!isNew(graph.resolve(point.get("file_system_id"), "aws_efs_file_system", point))) continue;
      const { address } = point;
      yield {
        rule: "EFS-17",
        severity: "warning",
        resource: address,
        detail: `acts as uid ${uid} on the root directory of a new file system, which belongs to root: tasks can mount it, but not write`,
        fix: `set root_directory of ${address} to a path of its own with creation_info for owner_uid ${uid}`,
      };
    }
  },
};

function isOpen(kind: string): boolean {
  return kind === "unknown" || kind === "template";
}

function isNew(fileSystem: Resolution): boolean {
  if (fileSystem.kind !== "resource" || fileSystem.resource.mode !== "managed") return false;
  const { action, document } = fileSystem.resource;
  return action === "create" || action === "replace" || document.kind === "configuration";
}
