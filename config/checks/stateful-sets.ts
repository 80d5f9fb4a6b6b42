import { entries, has, items } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { orChoose } from "../nearest";
import { type DeploymentPart, deploymentsOf, eksWorkloads } from "../workload-parts";
import { type Check, type Report } from "./check";

/** Each pod of a StatefulSet has an access point of its own, and the pods of a Deployment can't (EKS-16). */
export const checkStatefulSets: Check = (draft, report) => {
  for (const part of eksWorkloads(draft).flatMap(deploymentsOf)) {
    const lists = new Map<string, { path: Path; points: string }>();
    for (const [containerPath, mount] of entries(part.deployment.mounts)) {
      if (!("accessPoints" in mount) || mount.accessPoints === undefined) continue;
      const path = [...part.path, "mounts", containerPath];
      const points = items(mount.accessPoints);
      checkPods([...path, "accessPoints"], points, part, report);
      checkPoints([...path, "accessPoints"], points, mount.fileSystem, part, report);
      if (mount.fileSystem === undefined) continue;
      const written = JSON.stringify(mount.accessPoints);
      const earlier = lists.get(mount.fileSystem);
      lists.set(mount.fileSystem, earlier ?? { path, points: written });
      if (earlier === undefined || earlier.points === written) continue;
      const message = `should be the list of ${formatPath(earlier.path)}, since a pod has one volume of its own of file system '${mount.fileSystem}'`;
      report.error([...path, "accessPoints"], message, "key");
    }
  }
};

function checkPods(
  path: Path,
  points: readonly [number, string][],
  { deployment }: DeploymentPart,
  report: Report,
): void {
  if ("kind" in deployment && deployment.kind === undefined) return;
  if (deployment.kind !== "StatefulSet") {
    const message = "goes with kind: StatefulSet only, whose pods have numbers; use accessPoint for all pods";
    report.error(path, message, "key");
    return;
  }
  const replicas = "replicas" in deployment ? deployment.replicas : 1;
  if (replicas !== undefined && points.length < replicas) {
    const message = `should have an access point for each of the ${replicas} replicas, got ${points.length}; the other pods would stay pending (EKS-16)`;
    report.error(path, message, "key");
  }
  const seen = new Set<string>();
  for (const [index, point] of points) {
    if (seen.has(point)) {
      report.error([...path, index], `is listed twice, got ${quote(point)}; use accessPoint if pods share their files`);
    }
    seen.add(point);
  }
}

function checkPoints(
  path: Path,
  points: readonly [number, string][],
  name: string | undefined,
  { vpc }: DeploymentPart,
  report: Report,
): void {
  if (name === undefined || !has(vpc?.fileSystems, name)) return;
  const fileSystem = vpc?.fileSystems?.[name];
  if (fileSystem === undefined) return;
  const known = "accessPoints" in fileSystem ? fileSystem.accessPoints : {};
  for (const [index, point] of points) {
    if (known === undefined || has(known, point)) continue;
    const choice = orChoose(point, Object.keys(known));
    report.error([...path, index], `should be an access point of file system '${name}', got ${quote(point)}${choice}`);
  }
}
