import { ecsWorkloads } from "./ecs";
import { eksWorkloads } from "./eks";
import { type WorkloadReader } from "./workload";

export const workloadReaders: readonly WorkloadReader[] = [ecsWorkloads, eksWorkloads];
