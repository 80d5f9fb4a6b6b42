import { ecsWorkloads } from "./ecs";
import { type WorkloadReader } from "./workload";

export const workloadReaders: readonly WorkloadReader[] = [ecsWorkloads];
