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
 * Denies plain NFS and clients that don't use the mount targets. The policy itself allows nothing: with a policy, a
 * client needs an IAM identity that may mount; without one, EFS allows every client that reaches port 2049 (EFS-09).
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
   * Allows clients without an IAM identity to mount, only through this access point; other clients are kept out by the
   * mount targets' security group. Pods on EKS Fargate need this, since no documentation states which identity Fargate
   * mounts with.
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

  /** Adds a statement of the user's own. */
  add({ Sid, Effect, Principal, ...rest }: Omit<PolicyStatement, "Resource">): void {
    this.statements.push({ Sid, Effect, Principal, Resource: this.fileSystem.arn, ...rest });
    this.resource.policy = policyDocument(this.statements);
  }
}
