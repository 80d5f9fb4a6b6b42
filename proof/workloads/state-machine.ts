/**
 * The tasks that a Step Functions state machine starts: Task states of `ecs:runTask` (ECS-29), with the settings under
 * their Terraform names. Step Functions developer guide, connect-ecs.html.
 */
import { objectOf, propertyIgnoringCase } from "../aws/attributes/block";
import { type Graph } from "../graph/graph";
import { isNull, list, literal, NULL, type ObjectValue, type Resource, unknownValue, type Value } from "../graph/model";

/** `arn:aws:states:::ecs:runTask`, also `.sync` and `.waitForTaskToken`. */
const runTask = /:states:::ecs:runTask(?:\.sync|\.waitForTaskToken)?$/;

export interface RunTaskState {
  readonly name: string;
  readonly settings: ObjectValue;
}

/** The states of a state machine with a known definition. */
export function runTaskStates(graph: Graph, machine: Resource): readonly RunTaskState[] {
  const definition = graph.json(machine.get("definition"));
  return definition.kind === "object" ? [...statesIn(graph, definition)] : [];
}

function* statesIn(graph: Graph, machine: Value): Iterable<RunTaskState> {
  const states = graph.follow(propertyIgnoringCase(graph, machine, "States"));
  if (states.kind !== "object") return;
  for (const [name, written] of states.entries) {
    const state = graph.follow(written);
    if (state.kind !== "object") continue;
    const service = propertyIgnoringCase(graph, state, "Resource");
    if (runTask.test(graph.text(service) ?? graph.describe(service).replace(/"$/, ""))) {
      yield { name, settings: settingsOf(graph, name, state) };
    }
    for (const branch of graph.items(propertyIgnoringCase(graph, state, "Branches")).items)
      yield* statesIn(graph, branch);
    // Map states: the older name is Iterator.
    for (const inner of ["ItemProcessor", "Iterator"])
      yield* statesIn(graph, propertyIgnoringCase(graph, state, inner));
  }
}

function settingsOf(graph: Graph, name: string, state: ObjectValue): ObjectValue {
  // JSONata states have Arguments, JSONPath states have Parameters.
  const parameters = ["Parameters", "Arguments"]
    .map((key) => propertyIgnoringCase(graph, state, key))
    .find((one) => !isNull(one));
  const read = (of: Value, key: string) => parameterOf(graph, name, of, key);
  const given = parameters ?? NULL;
  const network = read(read(given, "NetworkConfiguration"), "AwsvpcConfiguration");
  return objectOf({
    task_definition: read(given, "TaskDefinition"),
    cluster: read(given, "Cluster"),
    launch_type: read(given, "LaunchType"),
    platform_version: read(given, "PlatformVersion"),
    enable_execute_command: read(given, "EnableExecuteCommand"),
    capacity_provider_strategy: strategyOf(graph, read(given, "CapacityProviderStrategy"), read),
    network_configuration: isNull(network)
      ? list([])
      : list([
          objectOf({
            subnets: read(network, "Subnets"),
            security_groups: read(network, "SecurityGroups"),
            assign_public_ip: flagOf(graph, read(network, "AssignPublicIp")),
          }),
        ]),
  });
}

/** A parameter; `Name.$` and `{% … %}` are evaluated when the state machine runs. */
function parameterOf(graph: Graph, state: string, of: Value, key: string): Value {
  const value = propertyIgnoringCase(graph, of, key);
  const isExpression = graph.text(value)?.trimStart().startsWith("{%") ?? false;
  const isPath = isNull(value) && !isNull(propertyIgnoringCase(graph, of, `${key}.$`));
  if (!isExpression && !isPath) return graph.follow(value);
  return unknownValue(`${key} of state ${state}`, "the state machine computes it when it runs");
}

function strategyOf(graph: Graph, written: Value, read: (of: Value, key: string) => Value): Value {
  if (written.kind !== "list") return written.kind === "unknown" ? written : list([]);
  const { items, unknownRest } = graph.items(written);
  const blocks = items.map((item) => objectOf({ capacity_provider: read(item, "CapacityProvider") }));
  return list(blocks, unknownRest);
}

function flagOf(graph: Graph, value: Value): Value {
  const text = graph.text(value);
  if (text !== undefined) return literal(text.toUpperCase() === "ENABLED");
  return isNull(value) ? literal(false) : value;
}
