/** A secret with a customer managed KMS key requires permission to decrypt with that key (ECS-22). */
import { assumptions, namesOf } from "../assumptions";
import { isUnset } from "../aws/attributes/block";
import { keyArn, type KmsKey, kmsKeyOf, unusable } from "../aws/kms/key";
import { judgeKeyAccess } from "../aws/kms/key-access";
import { type Secret } from "../aws/secrets/secret";
import { awsSuffix } from "../dns/name";
import { type Facts } from "../facts";
import { keyPolicyFix } from "../fixes/kms-fix";
import { type Graph } from "../graph/graph";
import { literal, type Resource, unknownValue, type Value } from "../graph/model";
import { fails, type Fix, type HopAnswer, unknown } from "../hop-answer";
import { type Position } from "../workloads/task-position";
import { type Container } from "../workloads/workload";
import { type Need } from "./execution-role";
import { isOtherAccount, nameOf, secretsOf } from "./secrets";

const rule = "ECS-22";

/** The decrypt permissions that the execution role needs, for all known keys. */
export function decryptNeeds(at: Position, container: Container): Need[] {
  const { graph } = at.facts;
  return secretsOf(at, container).flatMap((secret) => {
    return decryptNeed(at, keyOf(at, secret), `decrypt ${nameOf(graph, secret)}`, contextOf(at, secret));
  });
}

/** @param context condition keys of the request */
export function decryptNeed(
  { facts }: Position,
  key: KmsKey | undefined,
  what: string,
  context: ReadonlyMap<string, Value>,
): Need[] {
  if (key?.kind !== "customer") return [];
  const { resource } = key;
  return [
    {
      actions: ["kms:Decrypt"],
      resources: [keyArn(resource)],
      what,
      rule,
      judge: ({ action, caller }) => judgeKeyAccess(facts, resource, { action, caller, context }),
      fixes: (role, actions) =>
        keyPolicyFix(facts, resource, { AWS: { kind: "reference", to: role.key, attribute: "arn" } }, actions),
    },
  ];
}

/** Keys that are unusable, and keys that are not in the input. */
export function* unknownKeys(at: Position, container: Container): Iterable<HopAnswer> {
  const { graph } = at.facts;
  for (const secret of secretsOf(at, container)) {
    const key = keyOf(at, secret);
    const name = nameOf(graph, secret);
    if (key?.kind === "aws-managed" && isOtherAccount(at, secret)) {
      const detail = `${name} belongs to account ${secret.account} and uses the AWS managed key, which no other account can use`;
      yield fails(rule, secret.resource!.address, detail);
    }
    yield* unknownKey(at, key, name);
  }
}

/** @param name the encrypted secret */
export function* unknownKey(at: Position, key: KmsKey | undefined, name: string): Iterable<HopAnswer> {
  if (!key || key.kind === "aws-managed") return;
  const { resource } = key;
  const why = resource && unusable(at.facts.graph, resource);
  if (why) {
    yield fails(rule, resource.address, `${why}, so the task can't decrypt ${name}`, enableFix(resource));
    return;
  }
  if (key.kind === "customer") return;
  const detail = `not known whether the execution role can decrypt ${name}: ${key.open.expression} ${key.open.why}`;
  const resolveBy = `add the plan or state that contains the KMS key of ${name}; its policy has to allow kms:Decrypt to the execution role`;
  yield unknown(rule, at.path.volume.resource.address, detail, resolveBy);
}

export function enableFix(key: Resource): Fix[] {
  if (key.mode === "data" || key.action === "delete") return [];
  const attribute = key.type === "aws_kms_key" ? "is_enabled" : "enabled";
  return [
    {
      description: `enable ${key.address}`,
      changes: [{ kind: "set", resource: key, attribute, value: literal(true) } as const],
    },
  ];
}

/** Undefined if the value is not encrypted. An assumption applies if the input does not show the key. */
function keyOf(at: Position, secret: Secret): KmsKey | undefined {
  const { facts } = at;
  const key = keyInInput(facts.graph, secret);
  if (!key || key.kind === "aws-managed") return key;
  const said = facts.once(assumptions);
  const names = () => namesOfSecret(facts, secret);
  const what = otherwise(at, secret, key);
  if (what === undefined) {
    const stated = statements.some((statement) => said.use(statement, names));
    return stated ? { kind: "aws-managed" } : key;
  }
  said.contradict("secret-key-aws-managed", names, what);
  return key;
}

/** Either way the task needs no permission that the input does not show. */
const statements = ["secret-key-aws-managed", "secret-key-usable"] as const;

/** What contradicts the assumption of an AWS managed key. */
function otherwise(at: Position, secret: Secret, key: Exclude<KmsKey, { kind: "aws-managed" }>): string | undefined {
  const { graph } = at.facts;
  const name = nameOf(graph, secret);
  if (key.kind === "customer") return `${name} is encrypted with ${key.resource.address}`;
  const why = key.resource && unusable(graph, key.resource);
  if (why) return `${name} is encrypted with a customer key: ${why}`;
  if (!isOtherAccount(at, secret)) return undefined;
  return `${name} belongs to account ${secret.account}, and the AWS managed key can be used only in that account`;
}

function namesOfSecret(facts: Facts, { resource, arns, doubtful, name }: Secret): readonly string[] {
  const { graph } = facts;
  const values = [...arns, doubtful, resource?.get("name")].filter((value) => value !== undefined);
  const texts = [name, ...values.map((value) => graph.text(value))].filter((text) => text !== undefined);
  return [...texts, ...(resource ? namesOf(facts, resource) : [])];
}

/** The key according to the input. */
function keyInInput(graph: Graph, secret: Secret): KmsKey | undefined {
  const { resource, service } = secret;
  const name = nameOf(graph, secret);
  const outside = (why: string): KmsKey => ({ kind: "outside", open: unknownValue(`the KMS key of ${name}`, why) });
  if (!resource) return outside("is not in the input");
  if (resource.type.startsWith("aws_db_") || resource.type.startsWith("aws_rds_")) {
    return keyAt(graph, resource, "master_user_secret_kms_key_id");
  }
  if (service === "secretsmanager") {
    if (resource.mode === "managed" && resource.type === "aws_secretsmanager_secret")
      return keyAt(graph, resource, "kms_key_id");
    const text = graph.text(resource.get("kms_key_id"));
    if (resource.type !== "aws_secretsmanager_secret" || text === undefined)
      return outside("is read only when Terraform runs");
    return text === "" ? { kind: "aws-managed" } : kmsKeyOf(graph, resource.get("kms_key_id"), resource);
  }
  const type = graph.text(resource.get("type"));
  if (type === "String" || type === "StringList") return undefined;
  if (type === undefined) return outside("depends on the type of the parameter, which is not known");
  return resource.mode === "managed" ? keyAt(graph, resource, "key_id") : outside("is not in the input");
}

function keyAt(graph: Graph, resource: Resource, attribute: string): KmsKey {
  if (isUnset(graph, resource, attribute)) return { kind: "aws-managed" };
  return kmsKeyOf(graph, resource.get(attribute), resource);
}

/** Secrets Manager and Parameter Store decrypt with the permissions of the role. */
function contextOf(at: Position, { service, region = at.region, arns }: Secret): ReadonlyMap<string, Value> {
  const host = region === undefined ? undefined : `${service}.${region}.${awsSuffix(region)}`;
  const via: Value =
    host === undefined ? unknownValue("kms:ViaService", "depends on the Region of the secret") : literal(host);
  const context: [string, Value] =
    service === "ssm"
      ? ["kms:encryptioncontext:parameter_arn", arns[0]!]
      : ["kms:encryptioncontext:secretarn", arns[0]!];
  return new Map([
    ["kms:viaservice", via],
    ["aws:viaawsservice", unknownValue("aws:ViaAWSService", "is known only when the request is made")],
    context,
  ]);
}
