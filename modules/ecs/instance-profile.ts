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
  /** ARNs of managed policies by construct id. */
  readonly managedPolicies: Readonly<Record<string, string>>;
  /** Inline policies by name; empty ones are omitted. */
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
}

/** The role of an EC2 instance. */
export class InstanceProfile extends Construct {
  readonly arn: string;
  /** The resources that must exist before an instance starts. */
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
