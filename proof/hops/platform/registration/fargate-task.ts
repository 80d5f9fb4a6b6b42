/**
 * What Fargate does not support in a task definition (ECS-16), and how much ephemeral storage it has (ECS-07). The
 * messages were seen by cdk-preflight, which was run against AWS; terraform-aws-ecs-fargate#2 for ipcMode, aws-cdk#29619
 * for pidMode, amazon-ecs-cli#501 for host paths.
 */
import { attributeOf } from "../../../aws/attributes/block";
import { NULL, type Value } from "../../../graph/model";
import { fails, type Fix, type HopAnswer } from "../../../hop-answer";
import { isSet, type Registration, type RegistrationRule, unknownSetting } from "./rule";

export const fargateTask: RegistrationRule = {
  name: "fargate-task",
  *evaluate(asked): Iterable<HopAnswer | undefined> {
    if (!asked.fargate) return;
    yield* blocks(asked, "placement_constraints", "placement constraints");
    yield* blocks(asked, "inference_accelerator", "inference accelerators");
    yield attribute(asked, "ipc_mode", []);
    yield attribute(asked, "pid_mode", ["task"]);
    yield* volumes(asked);
    yield ephemeralStorage(asked);
  },
};

function without({ task }: Registration, name: string): Fix[] {
  const value: Value = NULL;
  return [
    {
      description: `remove ${name} from ${task.address}`,
      changes: [{ kind: "set", resource: task, attribute: name, value }],
    },
  ];
}

function* blocks(asked: Registration, name: string, what: string): Iterable<HopAnswer> {
  const { task } = asked;
  const { items, unknownRest } = task.blocks(name);
  if (items.length > 0) {
    yield fails("ECS-16", task.address, `has ${what}, which Fargate does not support`, without(asked, name));
  } else if (unknownRest) yield unknownSetting("ECS-16", task, name, unknownRest);
}

function attribute(asked: Registration, name: string, allowed: readonly string[]): HopAnswer | undefined {
  const { task } = asked;
  const { graph } = asked.facts;
  const text = graph.text(task.get(name));
  if (text === undefined || text === "" || allowed.includes(text)) {
    const at = graph.follow(task.get(name));
    return at.kind === "unknown" ? unknownSetting("ECS-16", task, name, at) : undefined;
  }
  const only = allowed.length > 0 ? `; the only value for Fargate is ${allowed.join(", ")}` : "";
  return fails(
    "ECS-16",
    task.address,
    `sets ${name} to ${text}, which Fargate does not support${only}`,
    without(asked, name),
  );
}

function* volumes({ facts: { graph }, task }: Registration): Iterable<HopAnswer> {
  for (const block of task.blocks("volume").items) {
    const name = graph.text(attributeOf(block, "name")) ?? "?";
    for (const kind of ["host_path", "docker_volume_configuration"]) {
      const set = isSet(graph, attributeOf(block, kind));
      if (set !== "yes") continue;
      yield fails("ECS-16", task.address, `volume ${name} sets ${kind}, which Fargate does not support`);
    }
  }
}

function ephemeralStorage({ facts: { graph }, task }: Registration): HopAnswer | undefined {
  const text = graph.text(task.get("ephemeral_storage.size_in_gib"));
  const size = Number(text);
  if (text === undefined || (size >= 21 && size <= 200)) return undefined;
  const detail = `has ${text} GiB of ephemeral storage; Fargate supports 21 to 200, or 20 if none is set`;
  return fails("ECS-07", task.address, detail);
}
