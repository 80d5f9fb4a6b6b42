/** "Container names must be unique within a Task Definition" (ECS-21; Shippable/support#2946). */
import { fails, type HopAnswer } from "../../../hop-answer";
import { type RegistrationRule } from "./rule";

export const containerNames: RegistrationRule = {
  name: "container-names",
  *evaluate({ task, containers }): Iterable<HopAnswer> {
    const names = containers.map(({ name }) => name);
    const twice = names.find((name, at) => name !== undefined && names.indexOf(name) !== at);
    if (twice === undefined) return;
    yield fails("ECS-21", task.address, `two containers have the name ${twice}, which ECS refuses`);
  },
};
