import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";

import { partitionOf } from "../iam-policy";

export interface AdminAccessProps {
  readonly clusterName: string;
  readonly region: string;
  /** Principals of other accounts have the account in their Terraform address. */
  readonly accountId: string;
  /** ARNs of IAM roles and users. */
  readonly principalArns: readonly string[];
}

/** Access entries of the principals that administer the whole cluster. */
export class AdminAccess extends Construct {
  constructor(scope: Construct, id: string, props: AdminAccessProps) {
    super(scope, id);
    const { clusterName, region, accountId } = props;
    for (const principalArn of props.principalArns) {
      const entry = new EksAccessEntry(this, principalId(principalArn, accountId), {
        clusterName,
        principalArn,
        type: "STANDARD",
      });
      new EksAccessPolicyAssociation(entry, "Policy", {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: `arn:${partitionOf(region)}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      });
    }
  }
}

/** `role_platform-admin`, with the account as prefix if it is another account. */
function principalId(arn: string, accountId: string): string {
  const [, , , , account = "", ...resource] = arn.split(":");
  const path = resource.join(":").replace(/\//g, "_");
  return account === accountId ? path : `${path}_${account}`;
}
