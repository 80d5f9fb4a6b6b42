/** Resources that start tasks in ECS: services, task sets, EventBridge rules, schedules, state machines. */
import { attributeOf, blocksIn, itemsOf, notDeleted } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { type Blocks, isNull, type Resource, type Value } from "../graph/model";
import { computeOf } from "./compute";
import { hostVolumes } from "./host-volumes";
import { idOf, placedOnHosts, starterOf } from "./hosts";
import { runTaskStates } from "./state-machine";
import { ofTaskDefinition, taskDefinitionFacts, taskDefinitionOf, unknownTaskDefinition } from "./task-definition";
import { type EcsWorkload, type WorkloadReader } from "./workload";

/** How a resource type specifies which tasks to start, and where. */
interface Starter {
  readonly type: string;
  /** The blocks with the settings, one per kind of task that it starts. */
  settings(resource: Resource, graph: Graph): Blocks;
  readonly taskDefinition: string;
  cluster(resource: Resource, settings: Value): Value;
  /**
   * Names that distinguish several kinds of tasks, in the order of the settings.
   * @default only the first settings count
   */
  names?(resource: Resource, graph: Graph): readonly string[];
}

const whole = (resource: Resource): Blocks => ({
  items: [{ kind: "object", entries: new Map(attributes.map((name) => [name, resource.get(name)])) }],
});
const execAttribute = "enable_execute_command";
const attributes = [
  "task_definition",
  "launch_type",
  "capacity_provider_strategy",
  "network_configuration",
  "platform_version",
  execAttribute,
];

const starters: readonly Starter[] = [
  {
    type: "aws_ecs_service",
    settings: whole,
    taskDefinition: "task_definition",
    cluster: (resource) => resource.get("cluster"),
  },
  {
    type: "aws_ecs_task_set",
    settings: whole,
    taskDefinition: "task_definition",
    cluster: (resource) => resource.get("cluster"),
  },
  {
    type: "aws_cloudwatch_event_target",
    settings: (resource) => resource.blocks("ecs_target"),
    taskDefinition: "task_definition_arn",
    cluster: (resource) => resource.get("arn"),
  },
  {
    type: "aws_scheduler_schedule",
    settings: (resource) => ({
      items: resource.blocks("target").items.flatMap((target) => blocksIn(target, "ecs_parameters").items),
    }),
    taskDefinition: "task_definition_arn",
    cluster: (resource) => resource.get("target.arn"),
  },
  {
    type: "aws_sfn_state_machine",
    settings: (resource, graph) => ({ items: runTaskStates(graph, resource).map(({ settings }) => settings) }),
    taskDefinition: "task_definition",
    cluster: (_, settings) => attributeOf(settings, "cluster"),
    names: (resource, graph) => runTaskStates(graph, resource).map(({ name }) => name),
  },
];

export const ecsWorkloads: WorkloadReader = {
  *read(facts, only) {
    for (const starter of starters) {
      const one = only === undefined ? undefined : facts.graph.at(starterOf(only) as Resource["key"]);
      const resources = only === undefined ? facts.graph.all(starter.type) : one?.type === starter.type ? [one] : [];
      for (const resource of notDeleted(resources)) {
        for (const workload of startedBy(facts, starter, resource)) {
          if (!mayMount(workload)) continue;
          for (const placed of placedOnHosts(facts, workload)) {
            if (only === undefined || placed.id === only) yield placed;
          }
        }
      }
    }
  },
};

function mayMount({ volumes, otherVolumes }: EcsWorkload): boolean {
  return volumes.length > 0 || otherVolumes !== undefined;
}

/** Every task with ECS Exec, whether or not it mounts a file system. */
export function* tasksWithExec(facts: Facts): Iterable<EcsWorkload> {
  const isOn = (value: Value) => facts.graph.text(value) === "true";
  for (const starter of starters) {
    for (const resource of notDeleted(facts.graph.all(starter.type))) {
      const { items } = starter.settings(resource, facts.graph);
      if (!items.some((settings) => isOn(attributeOf(settings, execAttribute)))) continue;
      for (const workload of startedBy(facts, starter, resource)) {
        if (isOn(workload.exec)) yield* placedOnHosts(facts, workload);
      }
    }
  }
}

function* startedBy(facts: Facts, starter: Starter, resource: Resource): Iterable<EcsWorkload> {
  const { graph } = facts;
  const { items } = starter.settings(resource, graph);
  const names = starter.names?.(resource, graph) ?? [];
  for (const [at, settings] of items.slice(0, Math.max(names.length, 1)).entries()) {
    const workload = workloadOf(facts, starter, resource, settings);
    const name = names[at];
    if (!workload) continue;
    // A single kind has the address of the resource that starts it.
    const address = names.length > 1 ? `${resource.address} (${name})` : resource.address;
    yield name === undefined ? workload : { ...workload, id: idOf(resource, name), address };
  }
}

function workloadOf(facts: Facts, starter: Starter, resource: Resource, settings: Value): EcsWorkload | undefined {
  const { graph } = facts;
  const named = attributeOf(settings, starter.taskDefinition);
  // With an external deployment controller, task sets have the settings that the service lacks.
  if (isNull(graph.follow(named))) return undefined;
  const taskDefinition = taskDefinitionOf(facts, named, resource);
  const known = "key" in taskDefinition;
  const declared = known ? facts.per(taskDefinitionFacts, taskDefinition) : unknownTaskDefinition(taskDefinition);
  const cluster = starter.cluster(resource, settings);
  const strategy = blocksIn(settings, "capacity_provider_strategy");
  const network = networkOf(facts, resource, settings);
  const workload: EcsWorkload = {
    kind: "ecs",
    id: resource.key,
    address: resource.address,
    resource,
    ...computeOf(facts, resource, attributeOf(settings, "launch_type"), strategy, cluster),
    strategy,
    taskDefinition,
    cluster,
    platformVersion: attributeOf(settings, "platform_version"),
    exec: attributeOf(settings, execAttribute),
    subnets: itemsOf(graph, attributeOf(network, "network_configuration.subnets")),
    securityGroups: itemsOf(graph, attributeOf(network, "network_configuration.security_groups")),
    assignPublicIp: attributeOf(network, "network_configuration.assign_public_ip"),
    takesNetworkOfService: network !== settings,
    role: ofTaskDefinition(taskDefinition, "task_role_arn"),
    executionRole: ofTaskDefinition(taskDefinition, "execution_role_arn"),
    ...declared,
  };
  const volumes = [...declared.volumes, ...hostVolumes(facts, workload)];
  return volumes.length === declared.volumes.length ? workload : { ...workload, volumes };
}

/** A task set without a network configuration is evaluated with that of its service. */
function networkOf({ graph }: Facts, resource: Resource, settings: Value): Value {
  if (resource.type !== "aws_ecs_task_set") return settings;
  const own = blocksIn(settings, "network_configuration");
  if (own.items.length > 0 || own.unknownRest) return settings;
  const service = graph.target(resource.get("service"), "aws_ecs_service", resource);
  return service ? whole(service).items[0]! : settings;
}
