/**
 * What Fargate does not support in a container (ECS-16). The messages, "Fargate compatible task definitions do not
 * support sharedMemorySize" and the like, were seen by cdk-preflight, which was run against AWS. tmpfs is supported
 * since January 2026 (containers-roadmap#736).
 */
import { propertyIgnoringCase } from "../../../aws/attributes/block";
import { type Value } from "../../../graph/model";
import { fails, type HopAnswer } from "../../../hop-answer";
import { type Container } from "../../../workloads/workload";
import { withoutProperty } from "./container-fix";
import { isSet, nameOf, type Registration, type RegistrationRule, unknownSetting } from "./rule";

const ofContainer = ["privileged", "dockerSecurityOptions"];
const ofLinuxParameters = ["devices", "sharedMemorySize", "maxSwap", "swappiness"];

export const fargateContainers: RegistrationRule = {
  name: "fargate-containers",
  *evaluate(asked): Iterable<HopAnswer | undefined> {
    if (!asked.fargate) return;
    const { graph } = asked.facts;
    for (const container of asked.containers) {
      for (const name of ofContainer) {
        yield unsupported(asked, container, name, propertyIgnoringCase(graph, container.definition, name), name);
      }
      const linux = graph.follow(propertyIgnoringCase(graph, container.definition, "linuxParameters"));
      for (const name of ofLinuxParameters) {
        yield unsupported(asked, container, name, propertyIgnoringCase(graph, linux, name), "linuxParameters");
      }
      yield* capabilities(
        asked,
        container,
        propertyIgnoringCase(graph, propertyIgnoringCase(graph, linux, "capabilities"), "add"),
      );
      yield* gpu(asked, container);
    }
  },
};

/** @param whole the container property that a fix removes */
function unsupported(
  { facts: { graph }, task }: Registration,
  container: Container,
  name: string,
  value: Value,
  whole: string,
): HopAnswer | undefined {
  const set = isSet(graph, value);
  if (set === "no") return undefined;
  if (set !== "yes") return unknownSetting("ECS-16", task, `${name} of ${nameOf(container)}`, set);
  const detail = `${nameOf(container)} sets ${name}, which Fargate does not support`;
  return fails("ECS-16", task.address, detail, withoutProperty(graph, task, container, whole));
}

function* capabilities(
  { facts: { graph }, task }: Registration,
  container: Container,
  add: Value,
): Iterable<HopAnswer> {
  const { items, unknownRest } = graph.items(add);
  if (unknownRest) yield unknownSetting("ECS-16", task, `capabilities of ${nameOf(container)}`, unknownRest);
  for (const item of items) {
    const name = graph.text(item);
    if (name === undefined || name === "SYS_PTRACE") continue;
    const detail = `${nameOf(container)} adds capability ${name}; Fargate allows SYS_PTRACE only`;
    yield fails("ECS-16", task.address, detail, withoutProperty(graph, task, container, "linuxParameters"));
  }
}

function* gpu({ facts: { graph }, task }: Registration, container: Container): Iterable<HopAnswer> {
  const { items } = graph.items(propertyIgnoringCase(graph, container.definition, "resourceRequirements"));
  for (const item of items) {
    const type = graph.text(propertyIgnoringCase(graph, item, "type"));
    if (type !== "GPU" && type !== "InferenceAccelerator") continue;
    const detail = `${nameOf(container)} requires a resource of type ${type}, which Fargate does not support`;
    yield fails("ECS-16", task.address, detail, withoutProperty(graph, task, container, "resourceRequirements"));
  }
}
