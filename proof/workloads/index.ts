import { type Facts } from "../facts";
import { ecsWorkloads } from "./ecs";
import { eksWorkloads } from "./eks";
import { type Workload, type WorkloadReader } from "./workload";

export const workloadReaders: readonly WorkloadReader[] = [ecsWorkloads, eksWorkloads];

/** A fact: every workload of a graph. */
export function workloads(facts: Facts): readonly Workload[] {
  return workloadReaders.flatMap((reader) => [...reader.read(facts)]);
}
