/**
 * Environment files: objects in S3 that the execution role reads, with the policy and the key of their bucket (ECS-23).
 */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { literal, type Resource, type Value } from "../../graph/model";
import { isUnset, notDeleted } from "../attributes/block";
import { type ResourcePolicy } from "../iam/authorization";
import { policyDocument } from "../iam/policy-document";
import { type KmsKey, kmsKeyOf } from "../kms/key";

export interface EnvironmentFile {
  readonly arn: Value;
  /** Undefined if the bucket is not known. */
  readonly bucketArn?: Value;
  readonly policies: readonly ResourcePolicy[];
  /** Undefined if the input sets no KMS key. */
  readonly key?: KmsKey;
}

/** @param arn `arn:aws:s3:::BUCKET/KEY` */
export function environmentFile({ graph }: Facts, arn: Value): EnvironmentFile {
  const text = graph.text(arn);
  const [, start, name, key] = /^(arn:[\w-]+:s3:::)([^/]+)\/(.+)$/.exec(text ?? "") ?? [];
  const at = graph.follow(arn);
  const [first] = at.kind === "template" ? at.parts : [];
  const referred = text === undefined && first ? graph.target(first, "aws_s3_bucket", undefined) : undefined;
  const bucket = referred ?? (name === undefined ? undefined : bucketNamed(graph, name));
  if (!bucket && name === undefined) return { arn, policies: [] };
  const isIt = (value: Value, near: Resource) => {
    const target = graph.target(value, "aws_s3_bucket", near);
    return target ? target.key === bucket?.key : name !== undefined && graph.text(value) === name;
  };
  const of = (type: string) => notDeleted(graph.all(type)).filter((one) => isIt(one.get("bucket"), one));
  const holders = [...of("aws_s3_bucket_policy"), ...(bucket && !isUnset(graph, bucket, "policy") ? [bucket] : [])];
  return {
    arn,
    bucketArn: bucket ? { kind: "reference", to: bucket.key, attribute: "arn" } : literal(`${start}${name}`),
    policies: holders.map((resource) => ({ resource, document: policyDocument(graph, resource.get("policy")) })),
    key: keyOf(
      graph,
      key,
      [...of("aws_s3_object"), ...of("aws_s3_bucket_object")],
      [...of("aws_s3_bucket_server_side_encryption_configuration")],
    ),
  };
}

function bucketNamed(graph: Graph, name: string): Resource | undefined {
  return notDeleted(graph.all("aws_s3_bucket", "both")).find((one) => graph.text(one.get("bucket")) === name);
}

/** The key of the object, or else of the bucket. */
function keyOf(
  graph: Graph,
  name: string | undefined,
  objects: readonly Resource[],
  encryption: readonly Resource[],
): KmsKey | undefined {
  const object = objects.find((one) => name !== undefined && graph.text(one.get("key")) === name);
  if (object && !isUnset(graph, object, "kms_key_id")) return kmsKeyOf(graph, object.get("kms_key_id"), object);
  const path = "rule.apply_server_side_encryption_by_default.kms_master_key_id";
  const [set] = encryption.filter((one) => !isUnset(graph, one, path));
  return set && kmsKeyOf(graph, set.get(path), set);
}
