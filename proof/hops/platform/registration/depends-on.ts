/**
 * Dependencies of containers (ECS-11): the container exists, can reach the condition, and there is no cycle. ECS
 * refuses the first three; a cycle is refused by the agent, which stops the task (amazon-ecs-agent,
 * agent/engine/dependencygraph).
 */
import { propertyIgnoringCase } from "../../../aws/attributes/block";
import { isNull, literal, type Value } from "../../../graph/model";
import { fails, type HopAnswer } from "../../../hop-answer";
import { type Container } from "../../../workloads/workload";
import { setInContainer } from "./container-fix";
import { nameOf, type Registration, type RegistrationRule, unknownSetting } from "./rule";

interface Dependency {
  readonly from: Container;
  /** Undefined if the name is not known, or if no container has it. */
  readonly on: Container | undefined;
}

export const dependsOn: RegistrationRule = {
  name: "depends-on",
  *evaluate(asked): Iterable<HopAnswer> {
    const { graph } = asked.facts;
    const dependencies: Dependency[] = [];
    for (const from of asked.containers) {
      const { items, unknownRest } = graph.items(propertyIgnoringCase(graph, from.definition, "dependsOn"));
      if (unknownRest) yield unknownSetting("ECS-11", asked.task, `dependsOn of ${nameOf(from)}`, unknownRest);
      for (const item of items) {
        const name = graph.text(propertyIgnoringCase(graph, item, "containerName"));
        const on = name === undefined ? undefined : asked.containers.find((one) => one.name === name);
        dependencies.push({ from, on });
        if (on) yield* condition(asked, from, on, propertyIgnoringCase(graph, item, "condition"));
        else yield* missing(asked, from, name, propertyIgnoringCase(graph, item, "containerName"));
      }
    }
    yield* cycle(asked, dependencies);
  },
};

function* missing(asked: Registration, from: Container, name: string | undefined, value: Value): Iterable<HopAnswer> {
  const { task, workload, containers, facts } = asked;
  const at = facts.graph.follow(value);
  if (name === undefined && at.kind === "unknown") {
    yield unknownSetting("ECS-11", task, `what ${nameOf(from)} depends on`, at);
  } else if (name !== undefined && !workload.otherContainers && containers.every((one) => one.name !== undefined)) {
    const detail = `${nameOf(from)} depends on container ${name}, which does not exist in this task definition`;
    yield fails("ECS-11", task.address, detail);
  }
}

function* condition({ facts, task }: Registration, from: Container, on: Container, value: Value): Iterable<HopAnswer> {
  const { graph } = facts;
  const text = graph.text(value)?.toUpperCase();
  const at = graph.follow(value);
  if (text === undefined && at.kind === "unknown") {
    yield unknownSetting("ECS-11", task, `the condition under which ${nameOf(from)} starts`, at);
  } else if (text === "SUCCESS" || text === "COMPLETE") {
    const essential = graph.follow(propertyIgnoringCase(graph, on.definition, "essential"));
    if (essential.kind === "unknown") yield unknownSetting("ECS-11", task, `essential of ${nameOf(on)}`, essential);
    else if (isNull(essential) || graph.text(essential) === "true") {
      const detail = `${nameOf(from)} waits for ${text} of ${nameOf(on)}, which is essential; ECS refuses this`;
      const description = `set essential of container ${on.name} in ${task.address} to false`;
      yield fails(
        "ECS-11",
        task.address,
        detail,
        setInContainer(graph, task, on, "essential", literal(false), description),
      );
    }
  } else if (text === "HEALTHY") {
    const check = graph.follow(propertyIgnoringCase(graph, on.definition, "healthCheck"));
    if (check.kind === "unknown") yield unknownSetting("ECS-11", task, `healthCheck of ${nameOf(on)}`, check);
    else if (isNull(check)) {
      const detail = `${nameOf(from)} waits for HEALTHY of ${nameOf(on)}, which has no healthCheck; ECS refuses this`;
      yield fails("ECS-11", task.address, detail);
    }
  }
}

function* cycle({ task }: Registration, dependencies: readonly Dependency[]): Iterable<HopAnswer> {
  const waitsFor = (start: Container): boolean => {
    const seen = new Set<Container>();
    const waiting = [start];
    for (let from = waiting.pop(); from; from = waiting.pop()) {
      for (const { from: other, on } of dependencies) {
        if (other !== from || !on) continue;
        if (on === start) return true;
        if (!seen.has(on)) waiting.push(on);
        seen.add(on);
      }
    }
    return false;
  };
  const round = [...new Set(dependencies.map(({ from }) => from))].filter(waitsFor);
  if (round.length === 0) return;
  const names = round.map(({ name }) => name ?? "?").join(", ");
  yield fails("ECS-11", task.address, `containers depend on each other in a cycle, so none starts: ${names}`);
}
