import { arn, id, type Opening, type ReferencedBy, type Service, type Withdrawal } from "./resource-type";

const keys = ["aws_kms_key", "aws_kms_alias", "aws_kms_external_key", "aws_kms_replica_key"];

/** Services accept a key's ARN or id, or an alias. */
const referencedBy: ReferencedBy = {
  id: ["target_key_id"],
  arn: ["kms_key_id", "kms_master_key_id", "master_user_secret_kms_key_id", "fargate_ephemeral_storage_kms_key_id"],
};

const keyPolicy: readonly Opening[] = [{ form: "policy", attribute: "policy", of: "resource" }];

const disabled = (attribute: string): readonly Withdrawal[] => [
  {
    form: "becomes",
    attribute,
    is: false,
    means: "is disabled: nothing encrypted with it can be read, mounted or started",
    rule: "EFS-13",
    todo: `keep ${attribute} = true, or check that nothing is encrypted with it`,
  },
];

export const kms: Service = {
  withoutAddresses: ["aws_kms_"],
  types: {
    aws_kms_key: {
      identity: ["key_id"],
      referencedBy,
      arn: { service: "kms", prefix: "key/", attribute: "key_id" },
      leaf: true,
      destruction: { means: "data encrypted with it can no longer be read after it is deleted", data: true },
      withdraws: disabled("is_enabled"),
      opens: keyPolicy,
    },
    aws_kms_alias: {
      identity: ["name"],
      referencedBy,
      withdraws: [
        {
          form: "changes",
          attribute: "target_key_id",
          means: "is the name of another key: whoever uses the alias needs rights on that key",
          todo: "check that the policy of the other key allows everybody who uses the alias",
        },
      ],
      destruction: { means: "whatever names its key by the alias fails" },
    },
    aws_kms_external_key: {
      referencedBy,
      leaf: true,
      destruction: { means: "data encrypted with it can no longer be read after it is deleted", data: true },
      withdraws: disabled("enabled"),
      opens: keyPolicy,
    },
    aws_kms_replica_key: {
      identity: ["key_id"],
      referencedBy,
      leaf: true,
      destruction: { means: "its Region can no longer read data encrypted with it", data: true },
      withdraws: disabled("enabled"),
      opens: keyPolicy,
    },
    aws_kms_key_policy: { refersTo: { key_id: id(...keys) }, opens: keyPolicy },
    aws_kms_grant: {
      refersTo: { key_id: id(...keys), grantee_principal: arn("aws_iam_role") },
      opens: [{ form: "principal", attribute: "grantee_principal", restrictedBy: [] }],
    },
  },
};

/** Types whose ids, ARNs or aliases identify a key. */
export const kmsKeys: readonly string[] = keys;
