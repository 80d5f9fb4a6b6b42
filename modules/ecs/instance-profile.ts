import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type TerraformResource } from "cdktf";
import { Construct } from "constructs";

import { policyDocument, type PolicyStatement, trustPolicy } from "../iam-policy";
import { shortened } from "../names";

export interface InstanceProfileProps {
  readonly name: string;
  /** By construct id: ARNs of managed policies. */
  readonly managedPolicies: Readonly<Record<string, string>>;
  /** By name: inline policies; empty ones are left out. */
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
}

/** Who an EC2 instance acts as. */
export class InstanceProfile extends Construct {
  readonly arn: string;
  /** What an instance must wait for. */
  readonly attached: readonly TerraformResource[];

  constructor(scope: Construct, id: string, { name, managedPolicies, policies }: InstanceProfileProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name: shortened(name, 64),
      assumeRolePolicy: trustPolicy("ec2.amazonaws.com"),
    });
    this.attached = [
      ...Object.entries(managedPolicies).map(
        ([policyId, policyArn]) => new IamRolePolicyAttachment(this, policyId, { role: role.name, policyArn }),
      ),
      ...Object.entries(policies)
        .filter(([, statements]) => statements.length > 0)
        .map(
          ([policyName, statements]) =>
            new IamRolePolicy(this, policyName, {
              name: policyName,
              role: role.id,
              policy: policyDocument(statements),
            }),
        ),
    ];
    this.arn = new IamInstanceProfile(this, "Profile", { name: shortened(name, 128), role: role.name }).arn;
  }
}
