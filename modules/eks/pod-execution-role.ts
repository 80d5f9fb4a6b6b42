import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import { cacheStatements } from "../ecs/execution-role";
import { partitionOf, policyDocument, trustPolicy } from "../iam-policy";

export interface PodExecutionRoleProps {
  /** The role has no path: EKS doesn't accept one (EKS-04). */
  readonly name: string;
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly clusterName: string;
  /** ARNs of repositories that a pull-through cache fills (ECS-26). @default none */
  readonly cachedRepositoryArns?: readonly string[];
  /** The log group that the log router writes to. */
  readonly logGroupArn: string;
}

/**
 * The permissions that Fargate needs for a pod: join the cluster, pull the images, send the logs. The pod's code can't
 * use them.
 */
export class PodExecutionRole extends Construct {
  readonly roleArn: string;
  /** The resources that must exist before pods start. */
  readonly policies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PodExecutionRoleProps) {
    super(scope, id);
    const { region, accountId, clusterName } = props;
    const partition = partitionOf(region);
    const role = new IamRole(this, "Resource", {
      name: props.name,
      // Only for profiles of this cluster: profiles of other clusters can't use the role (EKS-04).
      assumeRolePolicy: trustPolicy("eks-fargate-pods.amazonaws.com", {
        ArnLike: { "aws:SourceArn": `arn:${partition}:eks:${region}:${accountId}:fargateprofile/${clusterName}/*` },
      }),
    });
    this.roleArn = role.arn;
    const caches = cacheStatements(props.cachedRepositoryArns ?? []);
    this.policies = [
      new IamRolePolicyAttachment(this, "AmazonEKSFargatePodExecutionRolePolicy", {
        role: role.name,
        policyArn: `arn:${partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy`,
      }),
      new IamRolePolicy(this, "logs", {
        name: "logs",
        role: role.id,
        policy: policyDocument([
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            Resource: `${props.logGroupArn}:*`,
          },
        ]),
      }),
      ...(caches.length > 0
        ? [new IamRolePolicy(this, "caches", { name: "caches", role: role.id, policy: policyDocument(caches) })]
        : []),
    ];
  }
}
