import { type EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { Construct } from "constructs";

import { policyDocument, type PolicyStatement } from "../iam-policy";

const clientActions = [
  "elasticfilesystem:ClientMount",
  "elasticfilesystem:ClientWrite",
  "elasticfilesystem:ClientRootAccess",
];

/**
 * Refuses plain NFS and clients that come past the mount targets. It allows nothing by itself: with a policy in place,
 * a client needs an IAM identity that may mount, and without one EFS lets everybody in who reaches port 2049 (EFS-09).
 */
export class FileSystemPolicy extends Construct {
  readonly resource: EfsFileSystemPolicy;
  private readonly statements: PolicyStatement[];

  constructor(
    scope: Construct,
    id: string,
    private readonly fileSystem: { readonly id: string; readonly arn: string },
  ) {
    super(scope, id);
    this.statements = [
      {
        Sid: "RefusePlainNfs",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: clientActions,
        Resource: fileSystem.arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "RefuseMountTargetBypass",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: clientActions,
        Resource: fileSystem.arn,
        Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "false" } },
      },
    ];
    this.resource = new EfsFileSystemPolicy(this, "Resource", {
      fileSystemId: fileSystem.id,
      policy: policyDocument(this.statements),
    });
  }

  /**
   * Lets clients without an IAM identity mount through this access point and no other way: what keeps others out is the
   * mount targets' security group. Pods on EKS Fargate need it, since nothing says under whose identity Fargate mounts
   * for them.
   */
  admitThrough(accessPoint: EfsAccessPoint, access: "read" | "write"): void {
    this.statements.push({
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["elasticfilesystem:ClientMount", ...(access === "write" ? ["elasticfilesystem:ClientWrite"] : [])],
      Resource: this.fileSystem.arn,
      Condition: {
        StringEquals: { "elasticfilesystem:AccessPointArn": accessPoint.arn },
        Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
      },
    });
    this.resource.policy = policyDocument(this.statements);
  }
}
