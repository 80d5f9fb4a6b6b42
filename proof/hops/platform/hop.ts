/**
 * Checks Linux, platform 1.4.0 or later, awsvpc, and valid CPU and memory (ECS-01, ECS-05, ECS-06), and what else ECS
 * refuses.
 */
import { isUnset, propertyIgnoringCase } from "../../aws/attributes/block";
import { cpuUnits, fargateSizes, memoryMiB, nearestMemory } from "../../aws/ecs/fargate-size";
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { isNull, literal, type Resource, type Value } from "../../graph/model";
import { fails, type Fix, type HopAnswer, passes, unknown, worst } from "../../hop-answer";
import { type MountPath } from "../../workloads/mount-path";
import { type EcsWorkload } from "../../workloads/workload";
import { type Hop, sameMount } from "../hop";
import { containerInstances } from "./container-instances";
import { registrationAnswers } from "./registration";

export const platform: Hop<"platform"> = {
  name: "platform",
  asksForAnyVolume: true,
  sameFor: sameMount,
  evaluate({ workload }: MountPath, facts: Facts) {
    if (workload.kind !== "ecs") return undefined;
    const { taskDefinition: task, compute } = workload;
    if (!("key" in task)) {
      const resolveBy = `add the plan or state that contains ${task.expression}`;
      return unknown("ECS-01", workload.address, `its task definition is not known: ${task.why}`, resolveBy);
    }
    const answers = [operatingSystem(facts, task)];
    if (compute === "fargate") {
      answers.push(version(facts, workload), networkMode(facts, task), ...sizes(facts, workload, task));
    } else if (compute === "instances") {
      answers.push(containerInstances(facts, workload));
    } else if (compute === "external") {
      const detail = "its tasks run on external instances (ECS Anywhere), whose network the input does not show";
      answers.push(unknown("ECS-01", workload.address, detail, "launch_type FARGATE or EC2"));
    } else if (typeof compute === "object") {
      const resolveBy = `launch_type of ${workload.address}, or the cluster's default strategy`;
      answers.push(
        unknown("ECS-01", workload.address, `not known whether its tasks run on Fargate: ${compute.why}`, resolveBy),
      );
    }
    answers.push(...registrationAnswers(facts, workload, task));
    const fine = compute === "fargate" ? "Fargate on Linux platform 1.4.0" : "Linux container instances";
    return worst(answers) ?? passes("ECS-01", workload.address, fine);
  },
};

function operatingSystem({ graph }: Facts, task: Resource): HopAnswer | undefined {
  const value = task.get("runtime_platform.operating_system_family");
  const family = graph.text(value);
  if (family?.toUpperCase().startsWith("WINDOWS")) {
    const fix: Fix = {
      description: `set operating_system_family of ${task.address} to LINUX`,
      changes: [
        { kind: "set", resource: task, attribute: "runtime_platform.operating_system_family", value: literal("LINUX") },
      ],
    };
    return fails("ECS-01", task.address, `${family} can't mount EFS volumes, only Linux can`, [fix]);
  }
  if (family !== undefined || isAbsent(graph, value)) return undefined;
  const resolveBy = "operating_system_family as a literal, or the deployed state";
  return unknown("ECS-01", task.address, `its operating system is not known: ${graph.describe(value)}`, resolveBy);
}

function isAbsent(graph: Graph, value: Value): boolean {
  const at = graph.follow(value);
  return isNull(at) || at.kind === "reference";
}

/** The default is LATEST, which is 1.4.0. */
function version({ graph }: Facts, workload: EcsWorkload): HopAnswer | undefined {
  const { platformVersion, resource } = workload;
  const text = graph.text(platformVersion);
  if (text === undefined || text === "") {
    const value = graph.follow(platformVersion);
    const computed = value.kind === "reference" && value.to === resource.key;
    if (isNull(value) || text === "" || computed) return undefined;
    const resolveBy = "platform_version as a literal, or the deployed state";
    return unknown("ECS-01", workload.address, `platform_version is not known: ${graph.describe(value)}`, resolveBy);
  }
  if (text.toUpperCase() === "LATEST" || isAtLeast(text, [1, 4, 0])) return undefined;
  const attribute = platformAttribute(resource);
  const fix: Fix = {
    description: `set platform_version of ${workload.address} to 1.4.0`,
    changes: [{ kind: "set", resource, attribute, value: literal("1.4.0") }],
  };
  return fails("ECS-01", workload.address, `platform ${text} can't mount EFS volumes, 1.4.0 and later can`, [fix]);
}

function platformAttribute({ type }: Resource): string {
  if (type === "aws_cloudwatch_event_target") return "ecs_target.platform_version";
  return type === "aws_scheduler_schedule" ? "target.ecs_parameters.platform_version" : "platform_version";
}

function isAtLeast(text: string, wanted: readonly number[]): boolean {
  const parts = text.split(".").map(Number);
  if (parts.some(Number.isNaN)) return false;
  for (const [at, part] of wanted.entries()) {
    if ((parts[at] ?? 0) !== part) return (parts[at] ?? 0) > part;
  }
  return true;
}

function networkMode({ graph }: Facts, task: Resource): HopAnswer | undefined {
  const value = task.get("network_mode");
  const mode = graph.text(value);
  if (mode === "awsvpc") return undefined;
  if (mode === undefined && !isUnset(graph, task, "network_mode")) {
    const resolveBy = "network_mode as a literal, or the deployed state";
    return unknown("ECS-06", task.address, `network_mode is not known: ${graph.describe(value)}`, resolveBy);
  }
  const fix: Fix = {
    description: `set network_mode of ${task.address} to awsvpc`,
    changes: [{ kind: "set", resource: task, attribute: "network_mode", value: literal("awsvpc") }],
  };
  return fails(
    "ECS-06",
    task.address,
    `Fargate supports only network mode awsvpc, not ${mode ?? "the default, bridge"}`,
    [fix],
  );
}

function* sizes(facts: Facts, workload: EcsWorkload, task: Resource): Iterable<HopAnswer | undefined> {
  const { graph } = facts;
  yield compatibility(facts, task);
  for (const name of ["cpu", "memory"]) {
    if (!isUnset(graph, task, name)) continue;
    yield fails("ECS-06", task.address, `Fargate requires ${name} on the task, not only on its containers`, [
      ...sizeFix(facts, workload, task),
    ]);
    return;
  }
  const [cpuText, memoryText] = [graph.text(task.get("cpu")), graph.text(task.get("memory"))];
  if (cpuText === undefined || memoryText === undefined) {
    const open = cpuText === undefined ? "cpu" : "memory";
    yield unknown("ECS-05", task.address, `${open} is not known`, `${open} as a literal, or the deployed state`);
    return;
  }
  const [cpu, memory] = [cpuUnits(cpuText), memoryMiB(memoryText)];
  if (cpu === undefined || memory === undefined || !fargateSizes.get(cpu)?.includes(memory)) {
    yield fails(
      "ECS-05",
      task.address,
      `Fargate does not support ${cpuText} CPU units with ${memoryText} MiB`,
      memoryFix(task, cpu, memory),
    );
    return;
  }
  yield containerSizes(facts, workload, task, cpu, memory);
}

function compatibility({ graph }: Facts, task: Resource): HopAnswer | undefined {
  const { items, unknownRest } = graph.items(task.get("requires_compatibilities"));
  const names = items.map((item) => graph.text(item));
  if (names.length === 0 || unknownRest || names.includes(undefined) || names.includes("FARGATE")) return undefined;
  const fix: Fix = {
    description: `add FARGATE to requires_compatibilities of ${task.address}`,
    changes: [
      {
        kind: "set",
        resource: task,
        attribute: "requires_compatibilities",
        value: { kind: "list", items: [literal("FARGATE")] },
      },
    ],
  };
  return fails(
    "ECS-06",
    task.address,
    `runs on Fargate, but its requires_compatibilities include only ${names.join(", ")}`,
    [fix],
  );
}

function memoryFix(task: Resource, cpu: number | undefined, memory: number | undefined): Fix[] {
  if (cpu === undefined || memory === undefined) return [];
  const nearest = nearestMemory(cpu, memory);
  if (nearest === undefined) return largerTask(task, cpu, memory);
  return [
    {
      description: `set memory of ${task.address} to ${nearest}`,
      changes: [{ kind: "set", resource: task, attribute: "memory", value: literal(String(nearest)) }],
    },
  ];
}

/** The sum of the containers' needs, rounded up to a size that Fargate supports. */
function* sizeFix({ graph }: Facts, { containers }: EcsWorkload, task: Resource): Iterable<Fix> {
  const total = (name: string) =>
    containers.reduce(
      (sum, one) => sum + Number(graph.text(propertyIgnoringCase(graph, one.definition, name)) ?? 0),
      0,
    );
  const [cpuText, memoryText] = [graph.text(task.get("cpu")), graph.text(task.get("memory"))];
  const wantedCpu = (cpuText === undefined ? undefined : cpuUnits(cpuText)) ?? total("cpu");
  const wantedMemory =
    (memoryText === undefined ? undefined : memoryMiB(memoryText)) ??
    Math.max(total("memory"), total("memoryReservation"));
  for (const [cpu, memories] of fargateSizes) {
    const memory = memories.find((one) => one >= wantedMemory);
    if (cpu < wantedCpu || memory === undefined) continue;
    yield {
      description: `set cpu of ${task.address} to ${cpu} and memory to ${memory}`,
      changes: [
        { kind: "set", resource: task, attribute: "cpu", value: literal(String(cpu)) },
        { kind: "set", resource: task, attribute: "memory", value: literal(String(memory)) },
      ],
    };
    return;
  }
}

function containerSizes(
  { graph }: Facts,
  { containers }: EcsWorkload,
  task: Resource,
  cpu: number,
  memory: number,
): HopAnswer | undefined {
  let reserved = 0;
  for (const container of containers) {
    const number = (name: string) => Number(graph.text(propertyIgnoringCase(graph, container.definition, name)) ?? 0);
    const [hard, soft] = [number("memory"), number("memoryReservation")];
    const name = container.name ?? "a container";
    if (Math.max(hard, soft) > memory) {
      const detail = `${name} has ${Math.max(hard, soft)} MiB, more than the task's ${memory}`;
      return fails("ECS-06", task.address, detail, largerTask(task, cpu, Math.max(hard, soft)));
    }
    reserved += soft || hard;
  }
  if (reserved <= memory) return undefined;
  const detail = `its containers reserve ${reserved} MiB, more than the task's ${memory}`;
  return fails("ECS-06", task.address, detail, largerTask(task, cpu, reserved));
}

/** More memory with the same CPU if such a size exists, or else with the next larger CPU. */
function largerTask(task: Resource, current: number, memory: number): Fix[] {
  for (const [cpu, memories] of fargateSizes) {
    const found = memories.find((one) => one >= memory);
    if (cpu < current || found === undefined) continue;
    const also = cpu === current ? "" : ` and cpu to ${cpu}`;
    return [
      {
        description: `set memory of ${task.address} to ${found}${also}`,
        changes: [
          { kind: "set", resource: task, attribute: "cpu", value: literal(String(cpu)) },
          { kind: "set", resource: task, attribute: "memory", value: literal(String(found)) },
        ],
      },
    ];
  }
  return [];
}
