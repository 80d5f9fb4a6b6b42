/** Checks that the log driver reaches its service, has a role, and finds or creates its group (ECS-09, ECS-10). */
import { accountOf } from "../../aws/account/account";
import { propertyIgnoringCase } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { settling } from "../../graph/describe";
import { isNull, literal, unknownValue, type Value } from "../../graph/model";
import { type HopAnswer, passes, unknown, worst } from "../../hop-answer";
import { partitionOf } from "../../partitions";
import { overFamily } from "../../service-access/ip-family";
import { reachOutside, reachService } from "../../service-access/service-access";
import { endpointPolicies } from "../../task-start/endpoint-policy";
import { executionRoleLacks, type Need } from "../../task-start/execution-role";
import { type MountPath } from "../../workloads/mount-path";
import { Position, wherever } from "../../workloads/task-position";
import { type Container } from "../../workloads/workload";
import { type Hop } from "../hop";
import { fargateLogDrivers } from "../platform/registration/log-driver";
import { logGroupKey } from "./log-group-key";

export const logs: Hop<"logs"> = {
  name: "logs",
  asksForAnyVolume: true,
  evaluate(path: MountPath, facts: Facts) {
    const { workload } = path;
    if (workload.kind !== "ecs") return undefined;
    const at = Position.of(facts, path);
    const address = path.volume.resource.address;
    const answers = workload.containers.flatMap((container) => [...answersOf(at, container)]);
    if (workload.otherContainers) {
      const resolveBy = settling(
        workload.otherContainers,
        "the container definitions as literals, or the deployed state",
      );
      answers.push(unknown("ECS-09", address, "the log configuration is not known", resolveBy));
    }
    const drives = workload.containers.some(({ definition }) => {
      return !isNull(facts.graph.follow(propertyIgnoringCase(facts.graph, definition, "logConfiguration")));
    });
    const fine = drives
      ? `its log drivers can reach their service${overFamily(facts, at.subnet)}`
      : "it has no log driver, so it needs no log service";
    return worst(answers) ?? passes("ECS-09", address, fine);
  },
};

function* answersOf(at: Position, container: Container): Iterable<HopAnswer | undefined> {
  const { graph } = at.facts;
  const address = at.path.volume.resource.address;
  const configuration = graph.follow(propertyIgnoringCase(graph, container.definition, "logConfiguration"));
  if (isNull(configuration)) return;
  const driver = graph.text(propertyIgnoringCase(graph, configuration, "logDriver"));
  const name = container.name ?? "a container";
  if (driver === undefined) {
    yield unknown(
      "ECS-09",
      address,
      `the log driver of ${name} is not known`,
      "logDriver as a literal, or the deployed state",
    );
    return;
  }
  if (driver !== "awslogs") {
    yield otherDriver(at, driver, name);
    return;
  }
  const options = propertyIgnoringCase(graph, configuration, "options");
  const option = (key: string) => propertyIgnoringCase(graph, options, key);
  const created = option("awslogs-create-group");
  const needs = () => logNeeds(at, name, option("awslogs-group"), option("awslogs-region"), created);
  yield executionRoleLacks(at.path, at.facts, container, needs);
  yield* wherever(at.facts, at.path, "ECS-09", (from) => [
    region(from, option("awslogs-region"), name),
    ...(isElsewhere(from, option("awslogs-region")) ? [] : endpointPolicies(from, needs)),
  ]);
  yield group(at, name, option("awslogs-group"), created);
}

/** Drivers that write only to the container instance. */
const local = new Set(["json-file", "local", "journald", "none"]);

/** FireLens has to reach only a router in the same task. The destinations of other drivers are not AWS services. */
function otherDriver({ facts: { graph }, path }: Position, driver: string, name: string): HopAnswer | undefined {
  const { workload } = path;
  const { address } = path.volume.resource;
  if (driver === "awsfirelens") {
    const isRouter = ({ definition }: Container) =>
      !isNull(graph.follow(propertyIgnoringCase(graph, definition, "firelensConfiguration")));
    if (workload.containers.some(isRouter)) return undefined;
    const resolveBy = "a container with firelensConfiguration in the same task definition";
    return unknown("ECS-09", address, `no container of the task routes the logs of ${name}`, resolveBy);
  }
  if (workload.compute === "instances" && local.has(driver)) return undefined;
  // ECS refuses to register it, which the platform hop reports.
  if (workload.compute === "fargate" && !fargateLogDrivers.includes(driver)) return undefined;
  const detail = `not known whether the log driver ${driver} of ${name} can reach its destination`;
  return unknown(
    "ECS-09",
    address,
    detail,
    `the log driver awslogs or awsfirelens, or evidence that ${driver} works in ${path.names.subnet}`,
  );
}

/**
 * Policies name a group by `…:log-group:NAME:*` or by its streams. The group's ARN without the star matches no stream: "failed
 * to create Cloudwatch log stream: AccessDeniedException" (github.com/aws/aws-cdk/issues/5954, #7096).
 */
function logNeeds(at: Position, name: string, group: Value, region: Value, created: Value): Need[] {
  const { graph } = at.facts;
  const arn = groupArn(at, group, region);
  const whole: Value = { kind: "template", parts: [arn, literal(":*")] };
  const stream: Value = { kind: "template", parts: [arn, literal(":log-stream:task")] };
  const write = { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [whole, stream] };
  const need: Need = { ...write, what: `write the logs of ${name}`, region: graph.text(region) };
  if (graph.text(created) !== "true") return [need];
  const make = { actions: ["logs:CreateLogGroup"], resources: [whole, arn], what: `create the log group of ${name}` };
  return [{ ...make, rule: "ECS-10" }, need];
}

/** The ARN of a group that is not in the input, as far as its name shows it. */
function groupArn(at: Position, group: Value, region: Value): Value {
  const { graph } = at.facts;
  const task = at.path.volume.resource;
  const found = graph.target(group, "aws_cloudwatch_log_group", task);
  if (found) return { kind: "reference", to: found.key, attribute: "arn" };
  const account = accountOf(graph, task);
  const place = graph.text(region) ?? at.region;
  return {
    kind: "template",
    parts: [
      literal(`arn:${partitionOf(place) ?? "aws"}:logs:`),
      place === undefined ? unknownValue("the Region of the logs", "is not in the input") : literal(place),
      literal(":"),
      account === undefined ? unknownValue("the account of the task", "is not in the input") : literal(account),
      literal(":log-group:"),
      group,
    ],
  };
}

function region(at: Position, value: Value, name: string): HopAnswer | undefined {
  const { graph } = at.facts;
  if (!isElsewhere(at, value)) return reachService(at, "logs");
  return reachOutside(at, `CloudWatch Logs of ${graph.text(value)}, which ${name} writes to,`, "EP-09");
}

function isElsewhere(at: Position, region: Value): boolean {
  const wanted = at.facts.graph.text(region);
  return wanted !== undefined && at.region !== undefined && wanted !== at.region;
}

function group(at: Position, name: string, value: Value, created: Value): HopAnswer | undefined {
  const { graph } = at.facts;
  if (graph.text(created) === "true") return undefined;
  const found = graph.resolve(value, "aws_cloudwatch_log_group", at.path.volume.resource);
  if (found.kind === "resource" && found.resource.type === "aws_cloudwatch_log_group") {
    return logGroupKey(at.facts, found.resource);
  }
  const text = graph.text(value) ?? graph.describe(value);
  const resolveBy = `an aws_cloudwatch_log_group for ${text}, or a data.aws_cloudwatch_log_group that looks it up`;
  const detail = `log group ${text} of ${name} is not created in the input, and awslogs-create-group is not true`;
  return unknown("ECS-10", at.path.volume.resource.address, detail, resolveBy);
}
