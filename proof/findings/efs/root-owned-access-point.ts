/**
 * An access point on a new file system whose user is not allowed to write (EFS-17): the root directory belongs to root
 * with mode 755, and EFS creates other directories with the owner and permissions of creation_info. Tasks can mount it,
 * but not write.
 */
import { notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Graph, type Resolution } from "../../graph/graph";
import { type Resource } from "../../graph/model";
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
      if (uid === undefined || uid === "0" || path === undefined) continue;
      const directory = path === "/" ? undefined : unwritable(graph, point, uid);
      if (path !== "/" && !directory) continue;
      if (!isNew(graph.resolve(point.get("file_system_id"), "aws_efs_file_system", point))) continue;
      const { address } = point;
      if (directory) {
        yield {
          rule: "EFS-17",
          severity: "warning",
          resource: address,
          detail: `acts as uid ${uid} on ${path}, which EFS creates with ${directory}: tasks can mount it, but not write`,
          fix: `set owner_uid in creation_info of ${address} to ${uid}`,
        };
        continue;
      }
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

/** The owner and permissions of the directory that EFS creates; undefined if the user can write to it, or may. */
function unwritable(graph: Graph, point: Resource, uid: string): string | undefined {
  const text = (name: string) => graph.text(point.get(name));
  const created = (name: string) => text(`root_directory.creation_info.${name}`);
  const [owner, group, permissions] = [created("owner_uid"), created("owner_gid"), created("permissions")];
  const gid = text("posix_user.gid");
  if (!owner || !group || !gid || !/^[0-7]{3,4}$/.test(permissions ?? "")) return undefined;
  const others = graph.items(point.get("posix_user.secondary_gids"));
  if (others.unknownRest || others.items.some((item) => graph.text(item) === undefined)) return undefined;
  const isInGroup = [gid, ...others.items.map((item) => graph.text(item))].includes(group);
  const digit = Number(permissions!.at(uid === owner ? -3 : isInGroup ? -2 : -1));
  if ((digit & 2) !== 0 || mayHaveOther(graph, point)) return undefined;
  return `owner ${owner}:${group} and permissions ${permissions}`;
}

/** Whether the file system may have another access point: the first one that is used creates the directory. */
export function mayHaveOther(graph: Graph, point: Resource): boolean {
  const fileSystem = graph.resolve(point.get("file_system_id"));
  return notDeleted(graph.all("aws_efs_access_point")).some(
    (one) => one !== point && graph.sameResolved(graph.resolve(one.get("file_system_id")), fileSystem) !== "no",
  );
}

function isOpen(kind: string): boolean {
  return kind === "unknown" || kind === "template";
}

function isNew(fileSystem: Resolution): boolean {
  if (fileSystem.kind !== "resource" || fileSystem.resource.mode !== "managed") return false;
  const { action, document } = fileSystem.resource;
  return action === "create" || action === "replace" || document.kind === "configuration";
}
