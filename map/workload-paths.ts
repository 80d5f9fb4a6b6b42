/** The paths of one workload, for drawings of it. */
import { causesOf } from "../proof/report/causes";
import { pathGroups } from "../proof/report/summary";
import { type PathResult, type Report } from "../proof/verdict";

/** No workload has that name, or more than one has it. */
export class WorkloadNotFound extends Error {}

/**
 * The paths of the workload with an address (`aws_ecs_service.web`), stack (`ecs-web`), both (`ecs-web:aws_ecs_service.web`)
 * or name (`web`); of paths that differ only in their subnets, the first.
 *
 * @param wanted may be left out if there is only one workload
 * @throws WorkloadNotFound with the existing workloads, or those that match
 */
export function pathsOfWorkload({ paths }: Report, wanted?: string): readonly PathResult[] {
  const workloads = new Map<string, PathResult[]>();
  for (const path of paths) {
    const name = `${path.stack}:${path.workload}`;
    const known = workloads.get(name);
    if (known) known.push(path);
    else workloads.set(name, [path]);
  }
  const found = wanted === undefined ? [...workloads] : matching([...workloads], wanted);
  const [only, ...others] = found;
  if (only && others.length === 0) return pathGroups(only[1], causesOf(only[1])).map(({ first }) => first);
  if (workloads.size === 0) throw new WorkloadNotFound("found no workload that mounts a file system");
  if (wanted === undefined) throw new WorkloadNotFound(`choose one with --workload: ${listed(found)}`);
  if (only) throw new WorkloadNotFound(`several workloads are called '${wanted}': ${listed(found)}`);
  throw new WorkloadNotFound(`no workload is called '${wanted}'; there are: ${listed([...workloads])}`);
}

type Named = readonly [name: string, paths: readonly PathResult[]];

function matching(workloads: readonly Named[], wanted: string): readonly Named[] {
  const ways: ((path: PathResult) => string)[] = [
    ({ stack, workload }) => `${stack}:${workload}`,
    ({ workload }) => workload,
    ({ stack }) => stack,
    ({ workload }) => workload.split(/[./]/).at(-1)!,
  ];
  for (const nameOf of ways) {
    const found = workloads.filter(([, [path]]) => nameOf(path!) === wanted);
    if (found.length > 0) return found;
  }
  return [];
}

const mostNames = 20;

function listed(workloads: readonly Named[]): string {
  const names = workloads.slice(0, mostNames).map(([name]) => name);
  const more = workloads.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}
