/** Fixes of an execution role: a new role, its trust policy, and a policy with what the task needs (ECS-09, EKS-04). */
import { objectOf } from "../aws/attributes/block";
import { randomCharacters } from "../aws/iam/policy-text";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { list, literal, type Resource, type Value } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { addition } from "./addition";

/** Actions, and the resources of which one is enough. */
interface Permissions {
  readonly actions: readonly string[];
  readonly resources: readonly Value[];
}

export const ecsTasks = "ecs-tasks.amazonaws.com";
const executionPolicy = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

/** Creates a role with AWS's managed policy for execution roles. */
export function newRole({ graph }: Facts, task: Resource): readonly Fix[] {
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

/** Allows only this service to assume a role. */
export function trustFix(role: Resource, service: string): Fix {
  return {
    description: `allow ${service} to assume ${role.address}`,
    changes: [{ kind: "set", resource: role, attribute: "assume_role_policy", value: trustPolicy(service) }],
  };
}

/** One statement for each resource, with `*` if its ARN is not fully known. */
export function allow({ graph }: Facts, role: Resource, needs: readonly Permissions[]): Fix[] {
  if (role.mode === "data" || needs.every((need) => need.actions.length === 0)) return [];
  const statements = new Map<string, { resource: Value; actions: Set<string> }>();
  for (const { actions, resources } of needs.filter((need) => need.actions.length > 0)) {
    const resource = nameOf(graph, resources);
    const key = graph.describe(resource);
    const found = statements.get(key) ?? { resource, actions: new Set() };
    statements.set(key, found);
    for (const action of actions) found.actions.add(action);
  }
  const policy = [...statements.values()].map(({ resource, actions }) =>
    objectOf({
      Effect: literal("Allow"),
      Action: list([...actions].map((action) => literal(action))),
      Resource: resource,
    }),
  );
  const all = [...new Set([...statements.values()].flatMap(({ actions }) => [...actions]))];
  const name = labelOf(`${role.name}_${all[0]!.split(":")[0]}`);
  const { change } = addition(graph, role, "aws_iam_role_policy", name, {
    role: { kind: "reference", to: role.key, attribute: "id" },
    policy: { kind: "json", of: objectOf({ Version: literal("2012-10-17"), Statement: list(policy) }) },
  });
  return [{ description: `allow ${role.address} ${all.join(", ")}`, changes: [change] }];
}

/** The ARN for a policy: the first one that is fully known, with `??????` for the random characters of a secret. */
function nameOf(graph: Graph, resources: readonly Value[]): Value {
  const [first] = resources;
  if (isWhole(graph, first!)) return first!;
  const random = first!.kind === "template" && first!.parts[first!.parts.length - 1] === randomCharacters;
  const before: Value | undefined = random ? { kind: "template", parts: first!.parts.slice(0, -1) } : undefined;
  const text = before && graph.text(before);
  return text === undefined ? literal("*") : literal(`${text}??????`);
}

function isWhole(graph: Graph, value: Value): boolean {
  if (value.kind === "template") return value.parts.every((part) => isWhole(graph, part));
  return value.kind === "reference" || graph.text(value) !== undefined;
}
