import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

export interface FileSystemAccessProps {
  /** The security group of the pods. */
  readonly clusterSecurityGroupId: string;
  readonly clusterName: string;
  /** The security groups of the mount targets, by file system. */
  readonly mountTargetSecurityGroupIds: Readonly<Record<string, string>>;
}

/**
 * Allows the pods of a cluster to connect to the mount targets on tcp/2049: pods have the cluster's security group, so
 * they can't have the file system's client group (EKS-08).
 */
export class FileSystemAccess extends Construct {
  readonly rules: readonly VpcSecurityGroupIngressRule[];

  constructor(scope: Construct, id: string, props: FileSystemAccessProps) {
    super(scope, id);
    this.rules = Object.entries(props.mountTargetSecurityGroupIds).map(
      ([fileSystem, securityGroupId]) =>
        new VpcSecurityGroupIngressRule(this, fileSystem, {
          securityGroupId,
          referencedSecurityGroupId: props.clusterSecurityGroupId,
          description: `NFS from pods of ${props.clusterName}`,
          ipProtocol: "tcp",
          fromPort: 2049,
          toPort: 2049,
        }),
    );
  }
}
