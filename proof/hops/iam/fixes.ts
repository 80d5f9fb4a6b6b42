/** Fixes for a denied mount, smallest first: TLS or IAM on the volume, a statement for the role, a new role. */
import { objectOf } from "../../aws/attributes/block";
import { callerOf } from "../../aws/iam/authorization";
import { type Facts } from "../../facts";
import { addition } from "../../fixes/addition";
import { type Change, type Graph } from "../../graph/graph";
import { list, literal, NULL, type Resource, type Value } from "../../graph/model";
import { type Fix } from "../../hop-answer";
import { type MountPath } from "../../workloads/mount-path";
import { manifestVolumeFixes } from "../volume/manifest-volume-fix";

const policyType = "aws_iam_role_policy";

/** @param actions `ClientMount` and the other actions that the mount needs */
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
    fixes.push(joined(also, newRole(graph, volume.resource, fileSystem.resource, actions)));
  }
  return fixes;
}

function joined(first: Fix | undefined, second: Fix): Fix {
  if (!first) return second;
  return {
    description: `${first.description}, and ${second.description}`,
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
      const what = [encrypt ? "transit encryption" : "", authorize ? "IAM" : ""].filter(Boolean).join(" and ");
      return {
        description: `enable ${what} for volume ${name} of ${resource.address}`,
        changes: [
          ...(encrypt ? [set("transit_encryption")] : []),
          ...(authorize ? [set("authorization_config.iam")] : []),
        ],
      };
    },
  };
}

function statementFor(graph: Graph, role: Resource, fileSystem: Resource, actions: readonly string[]): Fix {
  const id: Value = { kind: "reference", to: role.key, attribute: "id" };
  const policy = addition(graph, role, policyType, `mount_${fileSystem.name}`, rolePolicy(id, fileSystem, actions));
  return {
    description: `allow ${role.address} ${actions.join(" and ")} on ${fileSystem.address}`,
    changes: [policy.change],
  };
}

function newRole(graph: Graph, task: Resource, fileSystem: Resource, actions: readonly string[]): Fix {
  const name = `${task.name}_task`;
  const principal = objectOf({ Service: literal("ecs-tasks.amazonaws.com") });
  const trust = objectOf({ Effect: literal("Allow"), Principal: principal, Action: literal("sts:AssumeRole") });
  const role = addition(graph, task, "aws_iam_role", name, { assume_role_policy: document(trust) });
  const policy = addition(graph, task, policyType, name, rolePolicy(role.get("id"), fileSystem, actions));
  return {
    description: `give ${task.address} a task role that is allowed ${actions.join(" and ")} on ${fileSystem.address}`,
    changes: [
      role.change,
      policy.change,
      { kind: "set", resource: task, attribute: "task_role_arn", value: role.get("arn") },
    ],
  };
}

function rolePolicy(role: Value, fileSystem: Resource, actions: readonly string[]) {
  const statement = objectOf({
    Effect: literal("Allow"),
    Action: list(actions.map((action) => literal(`elasticfilesystem:${action}`))),
    Resource: { kind: "reference", to: fileSystem.key, attribute: "arn" },
  });
  return { role, policy: document(statement) };
}

function document(statement: Value): Value {
  return { kind: "json", of: objectOf({ Version: literal("2012-10-17"), Statement: list([statement]) }) };
}
