/** KMS keys: which key a value refers to, its policy, and whether it is usable (ECS-22, ECS-24). */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { literal, type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { isUnset, notDeleted, referrersOf } from "../attributes/block";
import { type ResourcePolicy } from "../iam/authorization";
import { policyDocument } from "../iam/policy-document";

export type KmsKey =
  /** `alias/aws/…`: everyone in its account who is allowed to use the service can use the key through it. */
  | { readonly kind: "aws-managed" }
  | { readonly kind: "customer"; readonly resource: Resource }
  /** The key's policy is not in the input. */
  | { readonly kind: "outside"; readonly open: Unknown; readonly resource?: Resource };

const keyTypes = ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"];

/**
 * The key of an id, an ARN or an alias.
 * @param near the resource that references it
 */
export function kmsKeyOf(graph: Graph, value: Value, near: Resource, steps = 0): KmsKey {
  const text = graph.text(value);
  if (text !== undefined && isAwsAlias(text)) return { kind: "aws-managed" };
  const alias = text === undefined ? undefined : aliasNamed(graph, text, near);
  if (alias && steps < 4) return kmsKeyOf(graph, alias.get("target_key_id"), alias, steps + 1);
  const found = graph.resolve(value, "aws_kms_key", near);
  const resource = found.kind === "resource" || found.kind === "attribute" ? found.resource : undefined;
  if (resource && resource.mode === "managed" && keyTypes.includes(resource.type))
    return { kind: "customer", resource };
  if (resource && steps < 4 && resource.type === "aws_kms_alias") {
    const next = resource.mode === "data" ? resource.get("name") : resource.get("target_key_id");
    return kmsKeyOf(graph, next, resource, steps + 1);
  }
  if (resource?.type === "aws_kms_key") {
    const named = steps < 4 ? kmsKeyOf(graph, resource.get("key_id"), resource, 4) : undefined;
    if (named && named.kind !== "outside") return named;
    return {
      kind: "outside",
      resource,
      open: unknownValue(`the policy of ${resource.address}`, "is not in the input"),
    };
  }
  const at = graph.follow(value);
  const name = text ?? graph.describe(value);
  return {
    kind: "outside",
    open: at.kind === "unknown" ? at : unknownValue(`the policy of the KMS key ${name}`, "is not in the input"),
  };
}

function isAwsAlias(text: string): boolean {
  return /^(?:arn:[\w-]+:kms:[\w-]*:\d*:)?alias\/aws\//.test(text);
}

function aliasNamed(graph: Graph, text: string, near: Resource): Resource | undefined {
  const name = /^(?:arn:[\w-]+:kms:[\w-]*:\d*:)?(alias\/.+)$/.exec(text)?.[1];
  if (name === undefined) return undefined;
  const found = notDeleted(graph.all("aws_kms_alias")).filter((alias) => graph.text(alias.get("name")) === name);
  return (
    found.find(({ document }) => document.name === near.document.name) ?? (found.length === 1 ? found[0] : undefined)
  );
}

export interface KeyPolicies {
  /** Empty if the key has the default policy, which delegates to the policies of its account. */
  readonly policies: readonly ResourcePolicy[];
  /** Set if another policy may be attached. */
  readonly open?: Unknown;
}

/** A fact of a key: `facts.per(keyPolicies, key)`. Each new policy replaces the previous one. */
export function keyPolicies(facts: Facts, key: Resource): KeyPolicies {
  const { graph } = facts;
  const { certain, possible } = referrersOf(facts, "aws_kms_key_policy", "key_id", key);
  const holders = certain.length > 0 ? certain : isUnset(graph, key, "policy") ? [] : [key];
  const policies = holders.map((resource) => ({ resource, document: policyDocument(graph, resource.get("policy")) }));
  const [maybe] = possible;
  const open =
    maybe && certain.length === 0 ? unknownValue(maybe.address, `may be the policy of ${key.address}`) : undefined;
  return { policies, open };
}

/** The reason why the key is unusable; undefined if none is known. */
export function unusable(graph: Graph, key: Resource): string | undefined {
  if (key.action === "delete") return "is scheduled for deletion by this plan";
  const enabled = graph.text(key.get(key.type === "aws_kms_key" ? "is_enabled" : "enabled"));
  if (key.mode === "managed") return enabled === "false" ? "is disabled" : undefined;
  const state = graph.text(key.get("key_state"));
  if (state === "Disabled") return "is disabled";
  return state === "PendingDeletion" || state === "PendingReplicaDeletion" ? "is scheduled for deletion" : undefined;
}

/** The ARN in policies. */
export function keyArn(key: Resource): Value {
  return { kind: "reference", to: key.key, attribute: "arn" };
}

export const anyKey = literal("*");
