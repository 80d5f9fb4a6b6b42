/**
 * A mount with write access through an access point that makes every client uid 0, by a client without ClientRootAccess
 * (EFS-08): EFS squashes root, so only what everybody may write to can be changed. EFS user guide,
 * enforce-identity-access-points.html.
 */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { type Resource } from "../../graph/model";
import { rootRight } from "../../hops/iam/hop";
import { type Finding } from "../../verdict";
import { mountPaths } from "../../workloads/mount-paths";
import { type FindingCheck } from "../finding";
import { mayHaveOther } from "./root-owned-access-point";
import { isNew, writes } from "./unwritable-root";

export const squashedRoot: FindingCheck = {
  name: "squashed-root",
  rules: ["EFS-08"],
  *find(facts: Facts): Iterable<Finding> {
    const { graph } = facts;
    const told = new Set<string>();
    for (const path of mountPaths(facts)) {
      const { fileSystem, volume, container, names } = path;
      if (told.has(path.mountId) || fileSystem.kind !== "resource" || !isNew(fileSystem.resource)) continue;
      const point = graph.target(volume.accessPoint, "aws_efs_access_point", volume.resource);
      if (!point || graph.text(point.get("posix_user.uid")) !== "0" || !writes(graph, path)) continue;
      const directory = directoryOf(graph, point);
      if (directory === undefined || rootRight(facts, path) !== "no") continue;
      told.add(path.mountId);
      yield {
        rule: "EFS-08",
        severity: "warning",
        resource: point.address,
        detail: `makes every client uid 0, but the client of ${path.workload.address} has no elasticfilesystem:ClientRootAccess, so container ${container?.name ?? "?"} can't write to ${directory} at ${names.mountPath}`,
        fix: `give ${point.address} another uid and owner_uid, or allow the client elasticfilesystem:ClientRootAccess`,
      };
    }
  },
};

/** The directory of the access point, if only its owner and group may write to it. */
function directoryOf(graph: Graph, point: Resource): string | undefined {
  const path = graph.text(point.get("root_directory.path"));
  const created = (name: string) => graph.text(point.get(`root_directory.creation_info.${name}`));
  if (path === undefined || path === "/") return path;
  const [owner, group, permissions] = [created("owner_uid"), created("owner_gid"), created("permissions")];
  if (owner !== "0" || group !== "0" || !/^[0-7]{3,4}$/.test(permissions ?? "") || mayHaveOther(graph, point))
    return undefined;
  return (Number(permissions!.at(-1)) & 2) === 0
    ? `${path}, which belongs to root with mode ${permissions},`
    : undefined;
}
