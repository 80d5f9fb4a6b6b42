/** A log group with a customer managed KMS key: CloudWatch Logs has to be allowed to use the key (ECS-24). */
import { regionOf } from "../../aws/account/account";
import { isUnset } from "../../aws/attributes/block";
import { awsSuffix } from "../../dns/name";
import { type Facts } from "../../facts";
import { literal, type Resource, unknownValue, type Value } from "../../graph/model";
import { type HopAnswer, unknown } from "../../hop-answer";
import { serviceMayUse } from "../../task-start/service-key";

/** The actions that CloudWatch Logs needs. Source: CloudWatch Logs user guide, encrypt-log-data-kms.html. */
const actions = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:GenerateDataKey", "kms:DescribeKey"];
const asWritten = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"];

/** Undefined if the group has no customer managed key, or one that the service is allowed to use. */
export function logGroupKey(facts: Facts, group: Resource): HopAnswer | undefined {
  const { graph } = facts;
  // The key of an existing group was accepted when the group was created.
  if (group.mode === "data" || isUnset(graph, group, "kms_key_id")) return undefined;
  const region = regionOf(graph, group);
  if (region === undefined) {
    const detail = "not known whether CloudWatch Logs can use its KMS key: its Region is not known";
    return unknown("ECS-24", group.address, detail, "the Region of its provider");
  }
  const arn: Value = { kind: "reference", to: group.key, attribute: "arn" };
  return serviceMayUse(facts, {
    rule: "ECS-24",
    user: group,
    key: group.get("kms_key_id"),
    service: `logs.${region}.${awsSuffix(region)}`,
    actions,
    asWritten,
    consequence: "CloudWatch Logs refuses to create the log group",
    context: new Map<string, Value>([
      ["kms:encryptioncontext:aws:logs:arn", arn],
      ["aws:sourcearn", unknownValue("aws:SourceArn", "is known only when the request is made")],
    ]),
    conditions: (account) => {
      const name = graph.text(group.get("name"));
      const scope = name === undefined ? "*" : `log-group:${name}`;
      return {
        ArnEquals: { "kms:EncryptionContext:aws:logs:arn": literal(`arn:aws:logs:${region}:${account}:${scope}`) },
      };
    },
  });
}
