/**
 * A container needs `memory` or `memoryReservation` unless the task has `memory` ("At least one of 'memory' or
 * 'memoryReservation' must be specified", github.com/hashicorp/terraform/issues/8389). Fargate requires it of the task.
 */
import { propertyIgnoringCase } from "../../../aws/attributes/block";
import { fails, type HopAnswer } from "../../../hop-answer";
import { isSet, nameOf, type RegistrationRule, unknownSetting } from "./rule";

export const containerMemory: RegistrationRule = {
  name: "container-memory",
  *evaluate({ facts: { graph }, task, containers, fargate }): Iterable<HopAnswer | undefined> {
    if (fargate || isSet(graph, task.get("memory")) !== "no") return;
    for (const container of containers) {
      const settings = ["memory", "memoryReservation"].map((name) =>
        isSet(graph, propertyIgnoringCase(graph, container.definition, name)),
      );
      if (settings.includes("yes")) continue;
      const hidden = settings.find((one) => typeof one !== "string");
      if (hidden && typeof hidden !== "string") {
        yield unknownSetting("ECS-21", task, `memory of ${nameOf(container)}`, hidden);
        continue;
      }
      const detail = `${nameOf(container)} has neither memory nor memoryReservation, and the task has no memory, which ECS refuses`;
      yield fails("ECS-21", task.address, detail);
    }
  },
};
