/**
 * A task with ECS Exec whose agent can't reach ssmmessages, or whose task role lacks permissions (ECS-14): the task runs,
 * and `aws ecs execute-command` fails. Reported only if it is certain. Amazon ECS developer guide, ecs-exec.html.
 */
import { callerOf, judgeAccess } from "../../aws/iam/authorization";
import { Facts } from "../../facts";
import { isNull, literal, type Resource } from "../../graph/model";
import { type HopAnswer, worst } from "../../hop-answer";
import { reachService } from "../../service-access/service-access";
import { endpointPolicies } from "../../task-start/endpoint-policy";
import { requestContext } from "../../task-start/request-context";
import { type Finding } from "../../verdict";
import { tasksWithExec } from "../../workloads/ecs";
import { type MountPath } from "../../workloads/mount-path";
import { pathsBySubnet } from "../../workloads/mount-paths";
import { Position } from "../../workloads/task-position";
import { type EcsWorkload } from "../../workloads/workload";
import { type FindingCheck } from "../finding";

const service = "ssmmessages";
const actions = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
  (action) => `${service}:${action}`,
);

export const unreachableExec: FindingCheck = {
  name: "unreachable-exec",
  rules: ["ECS-14"],
  *find(facts: Facts): Iterable<Finding> {
    const reported = new Set<string>();
    for (const workload of tasksWithExec(facts)) {
      // Servers outside AWS have networks that the input does not show.
      if (workload.compute === "external") continue;
      for (const path of pathsBySubnet(facts, workload)) {
        for (const problem of [withoutWay(facts, workload, path), withoutRights(facts, workload, path)]) {
          if (!problem) continue;
          const detail = `${problem.detail}: aws ecs execute-command cannot connect to the tasks of ${workload.address}`;
          const key = `${problem.resource} ${detail}`;
          if (!reported.has(key)) yield { rule: "ECS-14", severity: "warning", ...problem, detail };
          reported.add(key);
        }
      }
    }
  },
};

type Problem = Pick<Finding, "resource" | "detail" | "fix">;

function withoutWay(facts: Facts, workload: EcsWorkload, path: MountPath): Problem | undefined {
  const answer = way(facts, workload, path);
  if (answer?.verdict !== "fails") return undefined;
  return { resource: answer.resource, detail: answer.detail, fix: fixOf(facts, path, answer) };
}

/** The agent runs in the container, so it has the network of the task. Undefined if it reaches the service. */
function way(facts: Facts, workload: EcsWorkload, path: MountPath): HopAnswer | undefined {
  const places = workload.hostedBy ? Position.fetching(facts, path) : [Position.of(facts, path)];
  return worst(
    places.flatMap((at) => {
      if (!(at instanceof Position)) return [];
      const needs = () => [{ actions, resources: [literal("*")], what: "open a session of ECS Exec" }];
      return [reachService(at, service), ...endpointPolicies(at, needs, workload.role)];
    }),
  );
}

/** The first proposed change that opens the way. */
function fixOf({ graph }: Facts, { id, workload }: MountPath, answer: HopAnswer & { verdict: "fails" }): string {
  const { fixes, rule, resource } = answer;
  if (rule === "EP-04") return `allow ${listed(actions)} in the policy of ${resource}`;
  const opens = fixes.find(({ changes }) => {
    const facts = new Facts(graph.with(changes));
    const after = [...tasksWithExec(facts)].find((one) => one.id === workload.id);
    const path = after && pathsBySubnet(facts, after).find((one) => one.id === id);
    return path !== undefined && way(facts, after!, path)?.verdict !== "fails";
  });
  return (
    opens?.description ??
    `give the tasks a way to ${service}: an interface endpoint with private DNS that admits them on tcp/443, or a NAT gateway`
  );
}

function withoutRights(facts: Facts, workload: EcsWorkload, path: MountPath): Problem | undefined {
  const { graph } = facts;
  const { taskDefinition, resource: starter } = workload;
  if (!("key" in taskDefinition) || mayOverrideRole(facts, starter)) return undefined;
  const caller = callerOf(graph, workload.role, taskDefinition);
  if (caller.kind === "unknown") return undefined;
  if (caller.kind === "anonymous") {
    // On a container instance, the agent may find the credentials of the instance.
    if (workload.compute !== "fargate") return undefined;
    return {
      resource: taskDefinition.address,
      detail: `has no task role, which ECS Exec needs for ${service}`,
      fix: `give ${taskDefinition.address} a task role that is allowed ${listed(actions)}`,
    };
  }
  const { role } = caller;
  const { region } = Position.of(facts, path);
  const denied = actions.flatMap((action) => {
    const context = requestContext(path, facts, action, region);
    const access = judgeAccess(facts, { action, resource: literal("*"), caller, context });
    return access.answer === "no" ? [{ ...access, action }] : [];
  });
  const [first] = denied;
  if (!first) return undefined;
  const { deniedBy, heldBackBy } = first;
  const alike = listed(
    denied.filter((one) => one.deniedBy === deniedBy && one.heldBackBy === heldBackBy).map(({ action }) => action),
  );
  if (deniedBy) {
    const detail = `denies ${role.address}, the task role, ${alike}`;
    return { resource: deniedBy.address, detail, fix: `except ${service} from the deny in ${deniedBy.address}` };
  }
  if (heldBackBy) {
    const detail = `as the permissions boundary of ${role.address}, the task role, does not allow ${alike}`;
    return { resource: heldBackBy.address, detail, fix: `allow ${alike} in ${heldBackBy.address}` };
  }
  return {
    resource: role.address,
    detail: `the task role is not allowed ${alike}`,
    fix: `allow ${role.address} ${alike}`,
  };
}

/** Whoever starts a task may give it another role: in `input` of a rule or a schedule, or in a state's `Overrides`. */
function mayOverrideRole({ graph }: Facts, starter: Resource): boolean {
  return (inputs[starter.type] ?? []).some((name) => {
    const value = graph.follow(starter.get(name));
    const isSet = !isNull(value) && !(value.kind === "list" && value.items.length === 0);
    return isSet && (graph.text(value)?.includes("askRoleArn") ?? true);
  });
}

const inputs: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_event_target: ["input", "input_path", "input_transformer"],
  aws_scheduler_schedule: ["target.input"],
  aws_sfn_state_machine: ["definition"],
};

/** `a`, `a and b`, or `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.join(", ").replace(/, (?=[^,]*$)/, " and ");
}
