/** Short, unambiguous names of the paths that a cause affects. */
import { type PathResult } from "../verdict";
import { type Cause } from "./causes";

export class MetPaths {
  /** By workload, then by mount. */
  private readonly workloads = new Map<string, Map<string, PathResult[]>>();

  constructor(all: readonly PathResult[]) {
    for (const path of all) {
      const key = workloadOf(path);
      let mounts = this.workloads.get(key);
      if (!mounts) this.workloads.set(key, (mounts = new Map()));
      const mount = mounts.get(mountOf(path));
      if (mount) mount.push(path);
      else mounts.set(mountOf(path), [path]);
    }
  }

  /**
   * `aws_ecs_service.web` if the cause affects all its paths, otherwise which ones: `aws_ecs_service.web in
   * aws_subnet.a`.
   */
  names({ paths }: Cause): string[] {
    const met = new Set(paths);
    const names = [...new Set(paths.map(workloadOf))].flatMap((key) => [...namesIn(this.workloads.get(key)!, met)]);
    return [...new Set(names)];
  }
}

function workloadOf({ workload, stack }: PathResult): string {
  return JSON.stringify([workload, stack]);
}

/** Paths of one mount differ only in their subnets. */
export function mountOf({ workload, stack, container, mountPath, fileSystem }: PathResult): string {
  return JSON.stringify([workload, stack, container, mountPath, fileSystem]);
}

function* namesIn(mounts: ReadonlyMap<string, readonly PathResult[]>, met: ReadonlySet<PathResult>): Iterable<string> {
  const all = [...mounts.values()];
  const { workload } = all[0]![0]!;
  if (all.every((paths) => paths.every((path) => met.has(path)))) {
    yield workload;
    return;
  }
  for (const paths of all) {
    const these = paths.filter((path) => met.has(path));
    if (these.length === 0) continue;
    const { container, mountPath } = these[0]!;
    const name = all.length > 1 ? `${workload} ${container}:${mountPath}` : workload;
    yield these.length === paths.length ? name : `${name} in ${these.map(({ subnet }) => subnet).join(", ")}`;
  }
}
