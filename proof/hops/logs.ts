/** The log driver reaches its service, has its role, and finds or makes its group (ECS-09, -10). */
import { objectOf, property } from "../aws/block";
import { callerOf, judgeAccess } from "../aws/iam";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, list, literal, type Resource, unknown as unknownValue, type Value } from "../graph/model";
import { type MountPath } from "../workloads/mount-path";
import { type Container, type EcsWorkload } from "../workloads/workload";
import { addition } from "./addition";
import { executionRoleLacks, type Need } from "./execution-role";
import { fails, type Fix, type Hop, type HopAnswer, passes, unknown, worst } from "./hop";
import { Position } from "./position";
import { reachOutside, reachService } from "./service-access";
import { labelOf } from "./snippet";

export const logs: Hop = {
  name: "logs",
  look(path: MountPath, facts: Facts) {
    const { workload } = path;
    if (workload.kind !== "ecs") return undefined;
    const at = Position.of(facts, path);
    const address = path.volume.resource.address;
    const answers = workload.containers.flatMap((container) => [...look(at, workload, container)]);
    if (workload.otherContainers) {
      const settle = "the container definitions as literals, or the deployed state";
      answers.push(unknown("ECS-09", address, "the log configuration is not known", settle));
    }
    const drives = workload.containers.some(({ definition }) => {
      return !isNull(facts.graph.follow(property(facts.graph, definition, "logConfiguration")));
    });
    const fine = drives ? "its log drivers reach their service" : "no log driver, so nothing to reach";
    return worst(answers) ?? passes("ECS-09", address, fine);
  },
};

function* look(at: Position, workload: EcsWorkload, container: Container): Iterable<HopAnswer | undefined> {
  const { graph } = at.facts;
  const address = at.path.volume.resource.address;
  const configuration = graph.follow(property(graph, container.definition, "logConfiguration"));
  if (isNull(configuration)) return;
  const driver = graph.text(property(graph, configuration, "logDriver"));
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
  if (driver !== "awslogs") return;
  if (workload.compute === "fargate" && isNull(graph.follow(workload.executionRole))) {
    yield fails("ECS-09", address, `Fargate requires an execution role for the log driver awslogs of ${name}`);
  }
  const options = property(graph, configuration, "options");
  const needs = () => [writeNeed(at, name, property(graph, options, "awslogs-group"))];
  yield executionRoleLacks(at.path, at.facts, container, needs);
  const option = (key: string) => property(graph, options, key);
  yield region(at, option("awslogs-region"), name);
  yield group(at, workload, name, option("awslogs-group"), option("awslogs-create-group"));
}

/** Policies name a group's streams by `…:log-group:NAME:*`, some only the group. */
function writeNeed(at: Position, name: string, group: Value): Need {
  const { graph } = at.facts;
  const found = graph.target(group, "aws_cloudwatch_log_group", at.path.volume.resource);
  const arn: Value = found
    ? { kind: "reference", to: found.key, attribute: "arn" }
    : unknownValue("the log group's ARN", "is not in the input");
  const stream: Value = { kind: "template", parts: [arn, literal(":log-stream:task")] };
  return {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [stream, { kind: "template", parts: [arn, literal(":*")] }, arn],
    what: `write the logs of ${name}`,
  };
}

function region(at: Position, value: Value, name: string): HopAnswer | undefined {
  const { graph } = at.facts;
  const wanted = graph.text(value);
  if (wanted !== undefined && at.region !== undefined && wanted !== at.region) {
    return reachOutside(at, `CloudWatch Logs of ${wanted}, which ${name} writes to,`, "EP-09");
  }
  return reachService(at, "logs");
}

function group(at: Position, workload: EcsWorkload, name: string, value: Value, create: Value): HopAnswer | undefined {
  const { graph } = at.facts;
  const address = at.path.volume.resource.address;
  const creates = graph.text(create);
  if (creates === "true") return mayCreate(at, workload, name);
  const found = graph.resolve(value, "aws_cloudwatch_log_group", at.path.volume.resource);
  if (found.kind === "resource" && found.resource.type === "aws_cloudwatch_log_group") return undefined;
  const text = graph.text(value) ?? graph.describe(value);
  const settle = `an aws_cloudwatch_log_group for ${text}, or data.aws_cloudwatch_log_group that looks it up`;
  return unknown(
    "ECS-10",
    address,
    `log group ${text} of ${name} is not made in what was read, nor by the driver`,
    settle,
  );
}

function mayCreate(at: Position, workload: EcsWorkload, name: string): HopAnswer | undefined {
  const { graph } = at.facts;
  const task = at.path.volume.resource;
  const action = "logs:CreateLogGroup";
  const caller = callerOf(graph, workload.executionRole, task);
  if (caller.kind === "unknown") {
    const settle = `the policies of ${caller.expression}, judged along`;
    return unknown("ECS-10", task.address, `not known whether the execution role may ${action} for ${name}`, settle);
  }
  if (caller.kind === "anonymous") return undefined;
  const request = { caller, action, resource: literal("*"), context: new Map<string, Value>() };
  const { answer, open } = judgeAccess(at.facts, request);
  if (answer === "yes") return undefined;
  if (answer === "no") {
    const detail = `may not ${action}, which awslogs-create-group of ${name} takes`;
    return fails("ECS-10", caller.role.address, detail, allow(graph, caller.role, action));
  }
  const what = open?.expression ?? caller.role.address;
  return unknown("ECS-10", caller.role.address, `not known whether it may ${action}: ${what}`, what);
}

function allow(graph: Graph, role: Resource, action: string): Fix[] {
  if (role.mode === "data") return [];
  const statement = objectOf({
    Effect: literal("Allow"),
    Action: literal(action),
    Resource: literal("*"),
  });
  const { change, terraform } = addition(graph, role, "aws_iam_role_policy", labelOf(`${role.name}_${action}`), {
    role: { kind: "reference", to: role.key, attribute: "id" },
    policy: { kind: "json", of: objectOf({ Version: literal("2012-10-17"), Statement: list([statement]) }) },
  });
  return [{ description: `allow ${role.address} ${action}`, terraform, changes: [change] }];
}
