/**
 * What a starting task does as its execution role: pulling from ECR, writing to CloudWatch Logs (ECS-09, EKS-04).
 *
 * Only what is certain to be refused is told. A role from elsewhere is taken to be made for its purpose.
 */
import { objectOf } from "../aws/block";
import { callerOf, judgeAccess } from "../aws/iam";
import { trusts } from "../aws/trust";
import { type Facts } from "../facts";
import { list, literal, type Resource, type Value } from "../graph/model";
import { type MountPath } from "../workloads/mount-path";
import { addition } from "./addition";
import { fails, type Fix, type HopAnswer } from "./hop";

export interface Need {
  readonly actions: readonly string[];
  /** One of them suffices, where policies name a thing in more than one way. */
  readonly resources: readonly Value[];
  /** As people say it: `pull nginx:1.27`. */
  readonly what: string;
}

/**
 * Undefined where nothing is certain to be refused.
 * @param whose what the needs are those of: its answer is worked out once, for all subnets
 */
export function executionRoleLacks(
  path: MountPath,
  facts: Facts,
  whose: object,
  needs: () => readonly Need[],
): HopAnswer | undefined {
  const answers = facts.once(answersOf);
  if (!answers.has(whose)) answers.set(whose, judge(path, facts, needs()));
  return answers.get(whose);
}

const answersOf = (_facts: Facts) => new WeakMap<object, HopAnswer | undefined>();

function judge({ workload, volume }: MountPath, facts: Facts, needs: readonly Need[]): HopAnswer | undefined {
  if (needs.length === 0 || workload.compute === "external") return undefined;
  const isPod = workload.kind === "eks";
  const rule = isPod ? "EKS-04" : "ECS-09";
  const caller = callerOf(facts.graph, workload.executionRole, volume.resource);
  if (caller.kind === "unknown") return undefined;
  if (caller.kind === "anonymous") {
    if (isPod || workload.compute !== "fargate") return undefined;
    const detail = `has no execution role to ${needs[0]!.what} as`;
    return fails(rule, volume.resource.address, detail, newRole(facts, volume.resource));
  }
  const { role } = caller;
  const service = isPod ? "eks-fargate-pods.amazonaws.com" : ecsTasks;
  if (trusts(facts, role, service).answer === "no") {
    return fails(rule, role.address, `does not let ${service} assume it`, [trustFix(role, service)]);
  }
  for (const { actions, resources, what } of needs) {
    for (const action of actions) {
      const refused = (resource: Value) =>
        judgeAccess(facts, { action, resource, caller, context: new Map() }).answer === "no";
      if (!resources.every(refused)) continue;
      return fails(rule, role.address, `may not ${action}, so that the task can't ${what}`, [
        allow(facts, role, [...new Set(needs.flatMap((need) => need.actions))]),
      ]);
    }
  }
  return undefined;
}

const ecsTasks = "ecs-tasks.amazonaws.com";
const executionPolicy = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

/** A role with AWS's own policy for it. */
function newRole({ graph }: Facts, task: Resource): readonly Fix[] {
  if (task.type !== "aws_ecs_task_definition") return [];
  const name = `${task.name}_execution`;
  const role = addition(graph, task, "aws_iam_role", name, { assume_role_policy: trustPolicy(ecsTasks) });
  const attachment = addition(graph, task, "aws_iam_role_policy_attachment", name, {
    role: role.get("id"),
    policy_arn: literal(executionPolicy),
  });
  return [
    {
      description: `give ${task.address} an execution role with AmazonECSTaskExecutionRolePolicy`,
      terraform: [
        role.terraform,
        attachment.terraform,
        `# in ${task.address}\nexecution_role_arn = ${role.address}.arn`,
      ].join("\n\n"),
      changes: [
        role.change,
        attachment.change,
        { kind: "set", resource: task, attribute: "execution_role_arn", value: role.get("arn") },
      ],
    },
  ];
}

function trustPolicy(service: string): Value {
  const statement = objectOf({
    Effect: literal("Allow"),
    Principal: objectOf({ Service: literal(service) }),
    Action: literal("sts:AssumeRole"),
  });
  return { kind: "json", of: objectOf({ Version: literal("2012-10-17"), Statement: list([statement]) }) };
}

/** Lets a service take on a role, and nobody else. */
export function trustFix(role: Resource, service: string): Fix {
  return {
    description: `let ${service} assume ${role.address}`,
    terraform: [
      `# in ${role.address}`,
      "assume_role_policy = jsonencode({",
      '  Version   = "2012-10-17"',
      `  Statement = [{ Effect = "Allow", Principal = { Service = "${service}" }, Action = "sts:AssumeRole" }]`,
      "})",
    ].join("\n"),
    changes: [{ kind: "set", resource: role, attribute: "assume_role_policy", value: trustPolicy(service) }],
  };
}

function allow({ graph }: Facts, role: Resource, actions: readonly string[]): Fix {
  const statement = objectOf({
    Effect: literal("Allow"),
    Action: list(actions.map((action) => literal(action))),
    Resource: literal("*"),
  });
  const policy: Value = {
    kind: "json",
    of: objectOf({ Version: literal("2012-10-17"), Statement: list([statement]) }),
  };
  const { change, terraform } = addition(graph, role, "aws_iam_role_policy", `${role.name}_start`, {
    role: { kind: "reference", to: role.key, attribute: "id" },
    policy,
  });
  return { description: `allow ${role.address} ${actions.join(", ")}`, terraform, changes: [change] };
}
