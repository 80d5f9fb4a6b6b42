/** What may turn a refused mount, smallest first: TLS or IAM on the volume, a statement for the role, a role. */
import { objectOf } from "../aws/block";
import { callerOf } from "../aws/iam";
import { type Facts } from "../facts";
import { type Change, type Graph } from "../graph/graph";
import { list, literal, NULL, type Resource, type Value } from "../graph/model";
import { type MountPath } from "../workloads/mount-path";
import { freeName } from "./addition";
import { type Fix } from "./hop";
import { manifestVolumeFixes } from "./manifest-volume-fix";
import { rolePolicyHcl } from "./policy-hcl";
import { referenceTo } from "./snippet";

const policyType = "aws_iam_role_policy";
const documentType = "data.aws_iam_policy_document";

/** @param actions `ClientMount` and what else the mount needs */
export function iamFixes(path: MountPath, facts: Facts, actions: readonly string[]): readonly Fix[] {
  const { graph } = facts;
  const { volume, workload, fileSystem } = path;
  const settings = volumeSettings(path, facts);
  const caller = callerOf(graph, workload.role, volume.resource);
  const fixes: Fix[] = [...manifestVolumeFixes(path, facts)];
  const isOn = graph.text(volume.iam) === "ENABLED";
  const isEncrypted = graph.text(volume.transitEncryption) === "ENABLED";
  if (settings && !isEncrypted) fixes.push(settings.fix(true, false));
  if (settings && !isOn && caller.kind === "role") fixes.push(settings.fix(!isEncrypted, true));
  if (fileSystem.kind !== "resource") return fixes;
  const also = settings && !isOn ? settings.fix(!isEncrypted, true) : undefined;
  if (caller.kind === "role") {
    fixes.push(joined(also, statementFor(graph, caller.role, fileSystem.resource, actions)));
    if (settings && !isEncrypted && isOn) {
      fixes.push(joined(settings.fix(true, false), statementFor(graph, caller.role, fileSystem.resource, actions)));
    }
  }
  if (caller.kind === "anonymous" && workload.kind === "ecs" && volume.resource.type === "aws_ecs_task_definition") {
    fixes.push(joined(also, newRole(volume.resource, fileSystem.resource, actions)));
  }
  return fixes;
}

function joined(first: Fix | undefined, second: Fix): Fix {
  if (!first) return second;
  return {
    description: `${first.description}, and ${second.description}`,
    terraform: [first.terraform, second.terraform].join("\n\n"),
    changes: [...first.changes, ...second.changes],
  };
}

function volumeSettings({ volume }: MountPath, facts: Facts) {
  const { resource, name } = volume;
  if (resource.type !== "aws_ecs_task_definition" || name === undefined) return undefined;
  const blocks = resource.blocks("volume").items;
  const at = blocks.findIndex((block) => facts.graph.text(block.entries.get("name") ?? NULL) === name);
  if (at < 0) return undefined;
  const within = `volume[${at}].efs_volume_configuration`;
  const set = (attribute: string): Change => ({
    kind: "set",
    resource,
    attribute: `${within}.${attribute}`,
    value: literal("ENABLED"),
  });
  return {
    fix(encrypt: boolean, authorize: boolean): Fix {
      const lines = [
        ...(encrypt ? ['transit_encryption = "ENABLED"'] : []),
        ...(authorize ? ["authorization_config {", '  iam = "ENABLED"', "}"] : []),
      ];
      const what = [encrypt ? "transit encryption" : "", authorize ? "IAM" : ""].filter(Boolean).join(" and ");
      return {
        description: `turn ${what} on for volume ${name} of ${resource.address}`,
        terraform: `# in efs_volume_configuration of volume "${name}", ${resource.address}\n${lines.join("\n")}`,
        changes: [
          ...(encrypt ? [set("transit_encryption")] : []),
          ...(authorize ? [set("authorization_config.iam")] : []),
        ],
      };
    },
  };
}

function statementFor(graph: Graph, role: Resource, fileSystem: Resource, actions: readonly string[]): Fix {
  const name = freeName(graph, role, `mount_${fileSystem.name}`, policyType, documentType);
  return {
    description: `allow ${role.address} ${actions.join(" and ")} on ${fileSystem.address}`,
    terraform: policyHcl(role, name, referenceTo(role, "id"), fileSystem, actions),
    changes: [rolePolicy(role, name, { kind: "reference", to: role.key, attribute: "id" }, fileSystem, actions)],
  };
}

function newRole(taskDefinition: Resource, fileSystem: Resource, actions: readonly string[]): Fix {
  const name = `${taskDefinition.name}_task`;
  const principal = objectOf({ Service: literal("ecs-tasks.amazonaws.com") });
  const trust = objectOf({ Effect: literal("Allow"), Action: literal("sts:AssumeRole"), Principal: principal });
  const role: Change = {
    kind: "add",
    beside: taskDefinition,
    type: "aws_iam_role",
    name,
    attributes: new Map<string, Value>([
      ["name", literal(name)],
      ["assume_role_policy", document(trust)],
    ]),
  };
  const key = taskDefinition.key.slice(0, -`${taskDefinition.type}.${taskDefinition.name}`.length);
  const to = `${key}aws_iam_role.${name}` as Resource["key"];
  const arn: Value = { kind: "reference", to, attribute: "arn" };
  const id: Value = { kind: "reference", to, attribute: "id" };
  return {
    description: `give ${taskDefinition.address} a task role that may ${actions.join(" and ")} ${fileSystem.address}`,
    terraform: [
      `resource "aws_iam_role" "${name}" {\n  assume_role_policy = jsonencode({\n    Version = "2012-10-17"`,
      '    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]',
      "  })\n}",
      policyHcl(taskDefinition, name, `aws_iam_role.${name}.id`, fileSystem, actions),
      `# in ${taskDefinition.address}\ntask_role_arn = aws_iam_role.${name}.arn`,
    ].join("\n"),
    changes: [
      role,
      rolePolicy(taskDefinition, name, id, fileSystem, actions),
      { kind: "set", resource: taskDefinition, attribute: "task_role_arn", value: arn },
    ],
  };
}

function rolePolicy(
  beside: Resource,
  name: string,
  role: Value,
  fileSystem: Resource,
  actions: readonly string[],
): Change {
  const statement = objectOf({
    Effect: literal("Allow"),
    Action: list(actions.map((action) => literal(`elasticfilesystem:${action}`))),
    Resource: { kind: "reference", to: fileSystem.key, attribute: "arn" },
  });
  const attributes = new Map<string, Value>([
    ["role", role],
    ["policy", document(statement)],
  ]);
  return { kind: "add", beside, type: policyType, name, attributes };
}

function document(statement: Value): Value {
  return { kind: "json", of: objectOf({ Version: literal("2012-10-17"), Statement: list([statement]) }) };
}

function policyHcl(
  beside: Resource,
  name: string,
  role: string,
  fileSystem: Resource,
  actions: readonly string[],
): string {
  const isHere = fileSystem.document === beside.document && fileSystem.module === beside.module;
  const resource = isHere ? referenceTo(fileSystem, "arn") : "var.file_system_arn";
  const note = isHere ? [] : [`# file_system_arn: of ${fileSystem.address}`];
  const statement = { actions: actions.map((action) => `elasticfilesystem:${action}`), resource };
  return [...note, rolePolicyHcl(name, role, [statement])].join("\n");
}
