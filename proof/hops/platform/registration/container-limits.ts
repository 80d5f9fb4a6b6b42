/**
 * Limits on the number of containers in a task and their CPU. ECS refuses more than ten ("Too many containers",
 * amazon-ecs-cli#184) and more CPU than the task's ("The sum of all container 'cpu' values cannot be greater than the
 * value of the task 'cpu'", aws-cdk#24629). The only ulimit that can be overridden on Fargate is nofile
 * (API_ContainerDefinition); no source says whether Fargate refuses the others.
 */
import { propertyIgnoringCase } from "../../../aws/attributes/block";
import { cpuUnits, fargateSizes, memoryMiB } from "../../../aws/ecs/fargate-size";
import { isNull, literal, type Unknown, unknownValue } from "../../../graph/model";
import { fails, type Fix, type HopAnswer, unknown } from "../../../hop-answer";
import { nameOf, type Registration, type RegistrationRule, unknownSetting } from "./rule";

const mostContainers = 10;

export const containerLimits: RegistrationRule = {
  name: "container-limits",
  *evaluate(asked): Iterable<HopAnswer | undefined> {
    const { containers, task } = asked;
    if (containers.length > mostContainers) {
      const detail = `has ${containers.length} containers, which ECS refuses; a task has at most ${mostContainers}`;
      yield fails("ECS-21", task.address, detail);
    }
    yield cpuSum(asked);
    if (asked.fargate) yield* ulimits(asked);
  },
};

function cpuSum(asked: Registration): HopAnswer | undefined {
  const { facts, task, containers } = asked;
  const { graph } = facts;
  const limit = cpuUnits(graph.text(task.get("cpu")) ?? "");
  if (limit === undefined) return undefined;
  let sum = 0;
  let hidden: readonly [name: string, value: Unknown] | undefined;
  for (const container of containers) {
    const value = graph.follow(propertyIgnoringCase(graph, container.definition, "cpu"));
    const text = graph.text(value);
    if (text !== undefined) sum += Number(text) || 0;
    else if (!isNull(value))
      hidden ??= [`cpu of ${nameOf(container)}`, unknownValue(graph.describe(value), "not known")];
  }
  if (sum > limit) {
    const detail = `its containers reserve ${sum} CPU units, more than the task's ${limit}, which ECS refuses`;
    return fails("ECS-06", task.address, detail, largerCpu(asked, sum));
  }
  return hidden && unknownSetting("ECS-06", task, ...hidden);
}

/** The next Fargate size with at least the same memory. */
function largerCpu({ facts: { graph }, task, fargate }: Registration, sum: number): Fix[] {
  const memory = memoryMiB(graph.text(task.get("memory")) ?? "");
  const set = (attribute: string, value: number) =>
    ({ kind: "set", resource: task, attribute, value: literal(String(value)) }) as const;
  if (!fargate) {
    return [{ description: `set cpu of ${task.address} to ${sum}`, changes: [set("cpu", sum)] }];
  }
  for (const [cpu, memories] of fargateSizes) {
    const found = cpu < sum ? undefined : memories.find((one) => one >= (memory ?? 0));
    if (found === undefined) continue;
    const also = found === memory ? "" : ` and memory to ${found}`;
    return [
      {
        description: `set cpu of ${task.address} to ${cpu}${also}`,
        changes: [set("cpu", cpu), ...(found === memory ? [] : [set("memory", found)])],
      },
    ];
  }
  return [];
}

function* ulimits({ facts: { graph }, task, containers }: Registration): Iterable<HopAnswer> {
  for (const container of containers) {
    const { items, unknownRest } = graph.items(propertyIgnoringCase(graph, container.definition, "ulimits"));
    if (unknownRest) yield unknownSetting("ECS-16", task, `ulimits of ${nameOf(container)}`, unknownRest);
    const names = items.map((item) => graph.text(propertyIgnoringCase(graph, item, "name")) ?? "?");
    const others = names.filter((name) => name !== "nofile");
    if (others.length === 0) continue;
    const limits = others.join(", ");
    const detail = `${nameOf(container)} sets ulimit ${limits}: not known whether Fargate supports it; AWS documents only nofile`;
    yield unknown("ECS-16", task.address, detail, `${nameOf(container)} without ulimit ${limits}`);
  }
}
