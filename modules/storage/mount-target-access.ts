import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

const nfs = { ipProtocol: "tcp", fromPort: 2049, toPort: 2049 };

export interface MountTargetAccessProps {
  readonly vpcId: string;
  /** The prefix of the groups' names. */
  readonly name: string;
  /** The existing group of the mount targets. @default one is created */
  readonly mountTargetSecurityGroupId?: string;
}

/** Two security groups: only members of the clients' group can reach the mount targets on tcp/2049 (EFS-11). */
export class MountTargetAccess extends Construct {
  readonly clientSecurityGroupId: string;
  readonly mountTargetSecurityGroupId: string;

  constructor(scope: Construct, id: string, { vpcId, name, mountTargetSecurityGroupId }: MountTargetAccessProps) {
    super(scope, id);
    const group = (role: string, description: string) =>
      new SecurityGroup(this, role, {
        vpcId,
        name: `${name}-${role}`,
        description,
        tags: { Name: `${name}-${role}` },
      });
    const clients = group("clients", `tasks that mount ${name}`);
    const targets = mountTargetSecurityGroupId ?? group("mount-targets", `mount targets of ${name}`).id;
    this.clientSecurityGroupId = clients.id;
    this.mountTargetSecurityGroupId = targets;
    new VpcSecurityGroupEgressRule(this, "to-mount-targets", {
      securityGroupId: clients.id,
      description: "NFS to the mount targets",
      referencedSecurityGroupId: targets,
      ...nfs,
    });
    new VpcSecurityGroupIngressRule(this, "from-clients", {
      securityGroupId: targets,
      description: "NFS from the clients",
      referencedSecurityGroupId: clients.id,
      ...nfs,
    });
  }
}
