/** At least one container must be essential, which is the default (ECS-12). */
import { propertyIgnoringCase } from "../../../aws/attributes/block";
import { isNull, literal } from "../../../graph/model";
import { fails, type HopAnswer } from "../../../hop-answer";
import { setInContainer } from "./container-fix";
import { type RegistrationRule, unknownSetting } from "./rule";

export const essential: RegistrationRule = {
  name: "essential",
  *evaluate({ facts: { graph }, workload, task, containers }): Iterable<HopAnswer> {
    if (workload.otherContainers || containers.length === 0) return;
    for (const { definition } of containers) {
      const value = graph.follow(propertyIgnoringCase(graph, definition, "essential"));
      if (isNull(value) || graph.text(value) === "true") return;
      if (value.kind === "unknown") {
        yield unknownSetting("ECS-12", task, "whether any container is essential", value);
        return;
      }
    }
    const fixes = containers.flatMap((container) => {
      const description = `set essential of container ${container.name ?? "?"} in ${task.address} to true`;
      return setInContainer(graph, task, container, "essential", literal(true), description);
    });
    const detail = "no container is essential; ECS refuses a task definition without an essential container";
    yield fails("ECS-12", task.address, detail, fixes);
  },
};
