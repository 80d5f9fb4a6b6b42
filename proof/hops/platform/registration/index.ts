/** What ECS refuses when a task definition is registered, or a service created. */
import { type Facts } from "../../../facts";
import { type Graph } from "../../../graph/graph";
import { isNull, type Resource } from "../../../graph/model";
import { type HopAnswer } from "../../../hop-answer";
import { type EcsWorkload } from "../../../workloads/workload";
import { awsvpc } from "./awsvpc";
import { capacityProviders } from "./capacity-providers";
import { containerLimits } from "./container-limits";
import { containerMemory } from "./container-memory";
import { containerNames } from "./container-names";
import { dependsOn } from "./depends-on";
import { essential } from "./essential";
import { fargateContainers } from "./fargate-containers";
import { fargateTask } from "./fargate-task";
import { logDriver } from "./log-driver";
import { networkConfiguration } from "./network-configuration";
import { portMappings } from "./port-mappings";
import { type RegistrationRule } from "./rule";
import { service } from "./service";

export const registrationRules: readonly RegistrationRule[] = [
  awsvpc,
  dependsOn,
  essential,
  containerNames,
  containerLimits,
  containerMemory,
  portMappings,
  logDriver,
  fargateTask,
  fargateContainers,
  service,
  networkConfiguration,
  capacityProviders,
];

export function* registrationAnswers(
  facts: Facts,
  workload: EcsWorkload,
  task: Resource,
): Iterable<HopAnswer | undefined> {
  const { graph } = facts;
  const fargate = workload.compute === "fargate" || isFargateCompatible(graph, task);
  const asked = { facts, workload, task, containers: workload.containers, fargate, networkMode: modeOf(graph, task) };
  for (const rule of registrationRules) yield* rule.evaluate(asked);
}

function isFargateCompatible(graph: Graph, task: Resource): boolean {
  return graph.items(task.get("requires_compatibilities")).items.some((item) => graph.text(item) === "FARGATE");
}

function modeOf(graph: Graph, task: Resource): string | undefined {
  const value = graph.follow(task.get("network_mode"));
  return isNull(value) ? "bridge" : graph.text(value);
}
