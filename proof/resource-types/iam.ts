import { arns, name, names, type Opening, type Service, type Withdrawal } from "./resource-type";

const policy: readonly Opening[] = [{ form: "policy", attribute: "policy", of: "identity" }];
const attached = (attribute: string): readonly Opening[] => [{ form: "managed-policies", attribute }];
const boundary: readonly Withdrawal[] = [
  {
    form: "changes",
    attribute: "permissions_boundary",
    means: "has another permissions boundary, or none",
    todo: "keep the permissions boundary, or check that it allows no more than before",
    access: true,
  },
];

export const iam: Service = {
  ownIds: "aws_iam_",
  withoutAddresses: ["aws_iam_"],
  types: {
    aws_iam_role: {
      identity: ["name", "unique_id"],
      referencedBy: { arn: ["role_arn", "task_role_arn", "execution_role_arn", "pod_execution_role_arn"] },
      arn: { service: "iam", prefix: "role", attribute: "name", global: true },
      leaf: true,
      opens: [
        { form: "policy", attribute: "assume_role_policy", of: "trust" },
        { form: "policy", attribute: "inline_policy", of: "identity" },
        ...attached("managed_policy_arns"),
      ],
      withdraws: boundary,
    },
    aws_iam_policy: {
      identity: ["name"],
      referencedBy: { arn: ["policy_arn", "permissions_boundary"], arns: ["managed_policy_arns"] },
      opens: policy,
    },
    aws_iam_role_policy: {
      refersTo: { role: name("aws_iam_role") },
      listedIn: [
        {
          owner: "aws_iam_role",
          by: "role",
          attribute: "inline_policy",
          as: { form: "block", own: "name", inBlock: "name" },
        },
      ],
      opens: policy,
    },
    aws_iam_role_policy_attachment: {
      refersTo: { role: name("aws_iam_role") },
      unique: { by: ["role", "policy_arn"] },
      listedIn: [
        { owner: "aws_iam_role", by: "role", attribute: "managed_policy_arns", as: { form: "id", of: "policy_arn" } },
      ],
      opens: attached("policy_arn"),
    },
    aws_iam_policy_attachment: { refersTo: { roles: names("aws_iam_role") }, opens: attached("policy_arn") },
    aws_iam_user_policy_attachment: { opens: attached("policy_arn") },
    aws_iam_group_policy_attachment: { opens: attached("policy_arn") },
    aws_iam_user: { withdraws: boundary },
    aws_iam_role_policies_exclusive: { refersTo: { role_name: name("aws_iam_role") } },
    aws_iam_role_policy_attachments_exclusive: {
      refersTo: { role_name: name("aws_iam_role"), policy_arns: arns("aws_iam_policy") },
      opens: attached("policy_arns"),
    },
    aws_iam_user_policy: { opens: policy },
    aws_iam_group_policy: { opens: policy },
    aws_iam_openid_connect_provider: {
      destruction: { means: "pods and pipelines that assume roles through it lose their rights" },
    },
    aws_iam_instance_profile: {
      identity: ["name"],
      referencedBy: { name: ["iam_instance_profile"] },
      refersTo: { role: name("aws_iam_role") },
    },
    aws_iam_policy_document: { gives: "nothing" },
  },
};
