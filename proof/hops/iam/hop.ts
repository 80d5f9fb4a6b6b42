/**
 * Checks whether the client is allowed to mount: the task role if IAM is on, or else an anonymous client (EFS-09,
 * ECS-04).
 * A file system without a policy allows every client that reaches a mount target, with or without IAM, except for a
 * role whose own policies deny it.
 */
import { defaultPolicy, type FileSystemPolicies, fileSystemPolicies } from "../../aws/efs/file-system-policy";
import { type Access, callerOf, judgeAccess, type ResourcePolicy } from "../../aws/iam/authorization";
import { type Caller, type Request } from "../../aws/iam/policy";
import { describeResolution } from "../../aws/network/subnet";
import { type Facts } from "../../facts";
import { denyFixes } from "../../fixes/deny-fix";
import { boundaryFixes } from "../../fixes/permissions-boundary-fix";
import { type Graph } from "../../graph/graph";
import { isNull, literal, NULL, type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { type Ternary } from "../../graph/ternary";
import { fails, type HopAnswer, passes, unknown, worst } from "../../hop-answer";
import { type MountPath } from "../../workloads/mount-path";
import { type Hop, sameMount } from "../hop";
import { iamFixes } from "./fixes";
import { settling } from "./settling";
import { taskRoleTrust } from "./task-role-trust";

export const iam: Hop<"iam"> = {
  name: "iam",
  sameFor: sameMount,
  evaluate(path, facts) {
    const mount = new Mount(path, facts);
    const enabled = facts.graph.follow(path.volume.iam);
    const answer = enabled.kind === "unknown" ? mount.eitherWay(enabled) : mount.withIam(enabled);
    const usesRole = enabled.kind === "unknown" || facts.graph.text(enabled) === "ENABLED";
    const trust = taskRoleTrust(path, facts, usesRole);
    if (trust?.verdict === "fails") return trust;
    return answer.verdict === "passes" ? (trust ?? answer) : answer;
  },
};

/**
 * Whether a client that is allowed to mount and write also acts as root: without ClientRootAccess, EFS treats root like
 * any other user (EFS-08). Unknown for a client that is not allowed to mount or write.
 */
export function rootRight(facts: Facts, path: MountPath): Ternary {
  return new Mount(path, facts).asRoot();
}

const [mountAction, writeAction, rootAction] = ["ClientMount", "ClientWrite", "ClientRootAccess"] as const;
type ClientAction = typeof mountAction | typeof writeAction | typeof rootAction;

class Mount {
  private readonly graph: Graph;
  private readonly fileSystem: string;
  private readonly attached: FileSystemPolicies;
  private readonly context: ReadonlyMap<string, Value>;

  constructor(
    private readonly path: MountPath,
    private readonly facts: Facts,
  ) {
    this.graph = facts.graph;
    const { fileSystem, volume } = path;
    this.fileSystem = describeResolution(this.graph, fileSystem);
    this.attached =
      fileSystem.kind === "resource"
        ? facts.per(fileSystemPolicies, fileSystem.resource)
        : { policies: [], open: unknownValue(`the policy of ${this.fileSystem}`, "is not in the input") };
    this.context = new Map<string, Value>([
      ["aws:securetransport", this.encrypted()],
      ["elasticfilesystem:accessedviamounttarget", literal("true")],
      ["elasticfilesystem:accesspointarn", accessPointArn(this.graph, volume.accessPoint, volume.resource)],
    ]);
  }

  /** If it is not known whether IAM is used, both cases have to agree. */
  eitherWay(enabled: Unknown): HopAnswer {
    const [role, nobody] = [this.asRole(), this.anonymously()];
    if (role.verdict === nobody.verdict && role.verdict !== "unknown") return nobody;
    const resource = this.path.volume.resource.address;
    const detail = `whether ${this.fileSystem} is mounted with IAM depends on ${enabled.expression}`;
    return unknown("EFS-09", resource, detail, `authorization_config.iam of the volume as a literal`);
  }

  withIam(enabled: Value): HopAnswer {
    return this.graph.text(enabled) === "ENABLED" ? this.asRole() : this.anonymously();
  }

  anonymously(): HopAnswer {
    const { policies, open } = this.attached;
    if (open) return this.openPolicy(open);
    if (policies.length === 0) {
      const detail = `${this.fileSystem} has no file system policy, so every client that reaches a mount target can mount it`;
      return passes("EFS-09", this.fileSystem, detail);
    }
    return this.judge({ kind: "anonymous" }, "a client without IAM", policies[0]!.resource);
  }

  asRole(): HopAnswer {
    const { workload, volume } = this.path;
    const caller = callerOf(this.graph, workload.role, volume.resource);
    if (caller.kind === "unknown") {
      const detail = `not known which role mounts ${this.fileSystem}: ${caller.expression} ${caller.why}`;
      const resolveBy = "add the configuration or state that contains the role as another input";
      return unknown("EFS-09", volume.resource.address, detail, resolveBy);
    }
    if (caller.kind === "anonymous") {
      const what = workload.kind === "ecs" ? "task role" : "role of its service account";
      const detail = `the volume uses IAM authorization, but there is no ${what} to mount ${this.fileSystem}`;
      return fails("ECS-04", volume.resource.address, detail, this.fixes());
    }
    const judged = this.judge(caller, caller.role.address, caller.role);
    const mixedUp = judged.verdict === "passes" && this.attached.policies.length > 0 ? undefined : this.mixedUp(caller);
    return mixedUp ?? judged;
  }

  asRoot(): Ternary {
    const { policies, open } = this.attached;
    const enabled = this.graph.follow(this.path.volume.iam);
    if (open || enabled.kind === "unknown") return "unknown";
    if (this.graph.text(enabled) !== "ENABLED" && policies.length === 0) return "yes";
    const caller =
      this.graph.text(enabled) === "ENABLED"
        ? callerOf(this.graph, this.path.workload.role, this.path.volume.resource)
        : ({ kind: "anonymous" } as const);
    if (caller.kind === "unknown") return "unknown";
    const mayWrite = [mountAction, writeAction].every((action) => this.access(caller, action).answer === "yes");
    return mayWrite ? this.access(caller, rootAction).answer : "unknown";
  }

  private judge(caller: Caller, name: string, resource: Resource): HopAnswer {
    const needed = this.actions(false);
    const answers = needed.map((action) => this.answer(caller, name, resource, action));
    const writable = this.writable();
    if (writable.kind === "unknown" && answers[0]?.verdict === "passes") {
      const write = this.answer(caller, name, resource, writeAction);
      const detail = `whether the container writes to the mount depends on ${writable.expression}, and ${write.detail}`;
      if (write.verdict !== "passes")
        return unknown("EFS-09", write.resource, detail, "readOnly of the mount point as a literal");
    }
    const decided = worst(answers)!;
    if (decided.verdict !== "passes") return decided;
    return passes(
      "EFS-09",
      decided.resource,
      `${name} is allowed ${needed.join(" and ")} on ${this.fileSystem}${this.rootNote(caller)}`,
    );
  }

  private answer(caller: Caller, name: string, resource: Resource, action: ClientAction): HopAnswer {
    const { answer, open, deniedBy, heldBackBy, allowedBy } = this.access(caller, action);
    if (answer === "yes" && this.attached.open) return this.openPolicy(this.attached.open);
    if (answer === "yes") return passes("EFS-09", (allowedBy ?? resource).address, `${name} is allowed ${action}`);
    if (heldBackBy) {
      const detail = `${heldBackBy.address}, the permissions boundary of ${name}, does not allow ${action} on ${this.fileSystem}`;
      return fails("EFS-09", heldBackBy.address, detail, this.wider(heldBackBy));
    }
    if (answer === "no") {
      const detail = deniedBy
        ? `${deniedBy.address} denies ${name} ${action} on ${this.fileSystem}`
        : `${this.nothing(caller)} allows ${name} ${action} on ${this.fileSystem}`;
      const undenied = deniedBy ? denyFixes(this.facts, this.path, deniedBy, action) : [];
      return fails("EFS-09", (deniedBy ?? resource).address, detail, [...this.fixes(), ...undenied]);
    }
    const what = open ? `${open.expression}: ${open.why}` : "policies that are not in the input";
    const detail = `whether ${name} is allowed ${action} on ${this.fileSystem} depends on ${what}`;
    return unknown("EFS-09", resource.address, detail, settling(open, resource));
  }

  /** The mix-up of ECS-04: the execution role has the permissions that the task role needs. */
  private mixedUp(caller: Caller & { kind: "role" }): HopAnswer | undefined {
    const { workload, volume } = this.path;
    if (workload.kind !== "ecs") return undefined;
    const other = callerOf(this.graph, workload.executionRole, volume.resource);
    if (other.kind !== "role" || other.role.key === caller.role.key) return undefined;
    for (const action of this.actions(false)) {
      if (this.access(caller, action, []).answer !== "no") continue;
      if (this.attached.policies.length > 0 && this.access(caller, action).answer !== "no") continue;
      if (this.access(other, action, []).answer !== "yes") continue;
      const detail =
        `${other.role.address}, the execution role, is allowed ${action} on ${this.fileSystem}, ` +
        `but ECS mounts with the task role, ${caller.role.address}, which is not`;
      return fails("ECS-04", caller.role.address, detail, this.fixes());
    }
    return undefined;
  }

  private fixes() {
    return iamFixes(this.path, this.facts, this.actions(true));
  }

  private wider(boundary: Resource) {
    const { fileSystem } = this.path;
    if (fileSystem.kind !== "resource") return [];
    const arn: Value = { kind: "reference", to: fileSystem.resource.key, attribute: "arn" };
    const actions = this.actions(true).map((action) => `elasticfilesystem:${action}`);
    return boundaryFixes(this.facts, boundary, arn, actions);
  }

  private openPolicy({ expression, why }: Unknown): HopAnswer {
    const detail = `${expression} ${why}: it may deny the mount`;
    const resolveBy =
      `add the configuration or state of ${this.fileSystem} as another input, ` +
      "or look it up: aws efs describe-file-system-policy --file-system-id ID";
    return unknown("EFS-09", this.fileSystem, detail, resolveBy);
  }

  private access(caller: Caller, action: ClientAction, policies = this.policies()): Access {
    const { fileSystem } = this.path;
    const resource: Value =
      fileSystem.kind === "resource"
        ? { kind: "reference", to: fileSystem.resource.key, attribute: "arn" }
        : fileSystem.kind === "unknown"
          ? fileSystem
          : unknownValue(`the ARN of ${this.fileSystem}`, "is not in the input");
    const request: Request = { action: `elasticfilesystem:${action}`, resource, caller, context: this.context };
    return judgeAccess(this.facts, request, policies);
  }

  private policies(): readonly ResourcePolicy[] {
    const { fileSystem } = this.path;
    const { policies, open } = this.attached;
    if (policies.length > 0 || open || fileSystem.kind !== "resource") return policies;
    return [{ resource: fileSystem.resource, document: defaultPolicy }];
  }

  private nothing(caller: Caller): string {
    if (caller.kind === "anonymous")
      return `${this.attached.policies[0]!.resource.address} is attached, but no statement in it`;
    return this.attached.policies.length > 0
      ? "neither its own policies nor the file system's"
      : "no policy of its own";
  }

  /** Without ClientRootAccess, the mount works, but root is squashed (EFS-08). */
  private rootNote(caller: Caller): string {
    const { accessPoint } = this.path.volume;
    const found = this.graph.target(accessPoint, "aws_efs_access_point");
    const uid = found && this.graph.text(this.graph.get(found, "posix_user.uid"));
    if (uid !== "0" || this.access(caller, rootAction).answer === "yes") return "";
    return `, but not ${rootAction}: uid 0 of ${found!.address} does not act as root there (EFS-08)`;
  }

  /** @param sure whether to include actions that may be needed */
  private actions(sure: boolean): readonly ClientAction[] {
    const writable = this.writable();
    const writes = writable.kind === "unknown" ? sure : writable.value === true;
    return writes ? [mountAction, writeAction] : [mountAction];
  }

  private writable() {
    const { mountPoint } = this.path;
    if (!mountPoint) return unknownValue("the container's mount points", "are not known");
    const readOnly = this.graph.follow(mountPoint.readOnly);
    if (readOnly.kind === "unknown") return readOnly;
    if (readOnly.kind !== "literal") return unknownValue(this.graph.describe(readOnly), "is not known");
    return { kind: "literal", value: String(readOnly.value) !== "true" } as const;
  }

  private encrypted(): Value {
    const at = this.graph.follow(this.path.volume.transitEncryption);
    if (at.kind === "literal") return literal(String(at.value === "ENABLED"));
    return at.kind === "unknown" ? at : unknownValue(this.graph.describe(at), "known only after apply");
  }
}

/** The value of the condition key: the ARN of the access point, however the volume names it. */
function accessPointArn(graph: Graph, accessPoint: Value, near: Resource): Value {
  const at = graph.follow(accessPoint);
  if (isNull(at) || (at.kind === "literal" && at.value === "")) return NULL;
  const found = graph.target(accessPoint, "aws_efs_access_point", near);
  if (found) return { kind: "reference", to: found.key, attribute: "arn" };
  if (at.kind !== "literal") return at.kind === "unknown" ? at : unknownValue(graph.describe(at), "is not known");
  const before = unknownValue("the access point's account", "is not in the input");
  return { kind: "template", parts: [literal("arn:"), before, literal(`:access-point/${at.value}`)] };
}
