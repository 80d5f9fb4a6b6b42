import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { Construct } from "constructs";

import { policyDocument } from "../iam-policy";

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

  constructor(scope: Construct, id: string, fileSystem: { readonly id: string; readonly arn: string }) {
    super(scope, id);
    this.resource = new EfsFileSystemPolicy(this, "Resource", {
      fileSystemId: fileSystem.id,
      policy: policyDocument([
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
      ]),
    });
  }
}
