/**
 * Log drivers and the options that ECS requires (ECS-21). Fargate supports only awslogs, splunk and awsfirelens
 * (API_LogConfiguration), and awslogs requires a stream prefix there (aws-cdk#1422). Everywhere, awslogs requires a
 * group and a Region (API_LogConfiguration), and awslogs-create-group must be "true" or omitted
 * (tflint-ruleset-aws#348).
 */
import { propertyIgnoringCase } from "../../../aws/attributes/block";
import { fails, type HopAnswer } from "../../../hop-answer";
import { type Container } from "../../../workloads/workload";
import { withoutProperty } from "./container-fix";
import { isSet, nameOf, type Registration, type RegistrationRule, unknownSetting } from "./rule";

export const fargateLogDrivers = ["awslogs", "splunk", "awsfirelens"];

export const logDriver: RegistrationRule = {
  name: "log-driver",
  *evaluate(asked): Iterable<HopAnswer> {
    for (const container of asked.containers) yield* ofContainer(asked, container);
  },
};

function* ofContainer({ facts: { graph }, task, fargate }: Registration, container: Container): Iterable<HopAnswer> {
  const configuration = propertyIgnoringCase(graph, container.definition, "logConfiguration");
  const driver = graph.text(propertyIgnoringCase(graph, configuration, "logDriver"));
  // The logs hop reports an unknown driver.
  if (driver === undefined) return;
  const name = nameOf(container);
  if (fargate && !fargateLogDrivers.includes(driver)) {
    const detail = `${name} has log driver ${driver}, which Fargate does not support; use ${fargateLogDrivers.join(", ")}`;
    yield fails("ECS-21", task.address, detail, withoutProperty(graph, task, container, "logConfiguration"));
  }
  if (driver !== "awslogs") return;
  const options = graph.follow(propertyIgnoringCase(graph, configuration, "options"));
  const hidden = options.kind === "object" ? options.unknownRest : options;
  const always = ["awslogs-group", "awslogs-region"];
  for (const option of fargate ? [...always, "awslogs-stream-prefix"] : always) {
    const set = isSet(graph, propertyIgnoringCase(graph, options, option));
    if (set === "no") {
      const where = always.includes(option) ? "log driver awslogs" : "log driver awslogs on Fargate";
      yield fails("ECS-21", task.address, `${name} has no option ${option}, which ${where} requires`);
    } else if (set !== "yes" && set === hidden) {
      yield unknownSetting("ECS-21", task, `${option} of ${name}`, set);
      break;
    }
  }
  const create = graph.text(propertyIgnoringCase(graph, options, "awslogs-create-group"));
  if (create !== undefined && create !== "true") {
    const detail = `${name} sets awslogs-create-group to ${JSON.stringify(create)}; ECS accepts only "true"; remove the option`;
    yield fails("ECS-21", task.address, detail);
  }
}
