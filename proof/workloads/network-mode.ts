/** The network of a task on a container instance: its own (`awsvpc`), or its host's. */
import { isUnset } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { type EcsWorkload } from "./workload";

/** `bridge` on Linux if none is set (API_TaskDefinition, networkMode). Undefined if it is not known. */
export function networkModeOf({ graph }: Facts, { taskDefinition }: EcsWorkload): string | undefined {
  if (!("key" in taskDefinition)) return undefined;
  const mode = graph.text(taskDefinition.get("network_mode"));
  return mode ?? (isUnset(graph, taskDefinition, "network_mode") ? "bridge" : undefined);
}

/** The host then mounts the volumes over its own network interface and with its own name servers. */
export function isOnHostNetwork(facts: Facts, workload: EcsWorkload): boolean {
  const mode = networkModeOf(facts, workload);
  return workload.compute === "instances" && mode !== undefined && mode !== "awsvpc";
}
