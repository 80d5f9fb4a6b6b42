import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import { ownSource, partitionOf, policyDocument, trustPolicy } from "../iam-policy";

export interface ClusterRoleProps {
  readonly name: string;
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly clusterName: string;
  /** The key that encrypts Kubernetes secrets. */
  readonly secretsKeyArn: string;
}

/** The permissions of the control plane in the account. */
export class ClusterRole extends Construct {
  readonly roleArn: string;
  /** If the policies were deleted before the cluster, its network interfaces would be left behind. */
  readonly policies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ClusterRoleProps) {
    super(scope, id);
    const { name, region, accountId, clusterName, secretsKeyArn } = props;
    const role = new IamRole(this, "Resource", {
      name,
      assumeRolePolicy: trustPolicy("eks.amazonaws.com", ownSource("eks", region, accountId, `cluster/${clusterName}`)),
    });
    this.roleArn = role.arn;
    this.policies = [
      new IamRolePolicyAttachment(this, "AmazonEKSClusterPolicy", {
        role: role.name,
        policyArn: `arn:${partitionOf(region)}:iam::aws:policy/AmazonEKSClusterPolicy`,
      }),
      new IamRolePolicy(this, "secrets", {
        name: "secrets",
        role: role.id,
        policy: policyDocument([
          {
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
            Resource: secretsKeyArn,
          },
        ]),
      }),
    ];
  }
}
