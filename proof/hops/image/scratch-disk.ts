/**
 * Ephemeral storage of Fargate tasks with a customer managed KMS key: Fargate has to be allowed to use the key
 * (ECS-24).
 */
import { accountOf } from "../../aws/account/account";
import { isUnset } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { literal, unknownValue, type Value } from "../../graph/model";
import { type HopAnswer } from "../../hop-answer";
import { serviceMayUse } from "../../task-start/service-key";
import { type MountPath } from "../../workloads/mount-path";

const attribute = "configuration.managed_storage_configuration.fargate_ephemeral_storage_kms_key_id";
/** Source: ECS developer guide, fargate-create-storage-key.html. */
const required = ["kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"];

/** Undefined if the cluster has no key, or one that Fargate is allowed to use. */
export function scratchDiskKey({ workload }: MountPath, facts: Facts): HopAnswer | undefined {
  const { graph } = facts;
  if (workload.kind !== "ecs" || workload.compute !== "fargate") return undefined;
  const cluster = graph.target(workload.cluster, "aws_ecs_cluster", workload.resource);
  if (!cluster || cluster.mode === "data" || isUnset(graph, cluster, attribute)) return undefined;
  const name = cluster.get("name");
  const account = accountOf(graph, cluster);
  const byCluster = (id: Value) => ({
    "kms:EncryptionContext:aws:ecs:clusterAccount": id,
    "kms:EncryptionContext:aws:ecs:clusterName": name,
  });
  const id =
    account === undefined ? unknownValue("the account of the cluster", "is not in the input") : literal(account);
  const context = Object.entries(byCluster(id)).map(([key, value]): [string, Value] => [key.toLowerCase(), value]);
  return serviceMayUse(facts, {
    rule: "ECS-24",
    user: cluster,
    key: cluster.get(attribute),
    service: "fargate.amazonaws.com",
    actions: required,
    eachRequired: true,
    asWritten: [...required, "kms:DescribeKey"],
    consequence: "Fargate can't start a task on",
    context: new Map<string, Value>([...context, ["kms:grantoperations", literal("Decrypt")]]),
    conditions: (owner): Record<string, Record<string, Value>> => {
      const keys: Record<string, Value> = {};
      if (owner !== "*") keys["kms:EncryptionContext:aws:ecs:clusterAccount"] = literal(owner);
      const known = graph.text(name);
      if (known !== undefined) keys["kms:EncryptionContext:aws:ecs:clusterName"] = literal(known);
      return Object.keys(keys).length === 0 ? {} : { StringEquals: keys };
    },
  });
}
