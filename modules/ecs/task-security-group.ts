import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { type Construct } from "constructs";

export interface TaskSecurityGroupProps {
  readonly family: string;
  readonly vpcId: string;
}

/**
 * The security group of a service's tasks: outbound HTTPS only, until clients and targets are added. NFS is allowed by
 * the file systems' client groups.
 *
 * @param scope a scope of its own for the children `SecurityGroup` and the rule
 */
export function taskSecurityGroup(scope: Construct, { family, vpcId }: TaskSecurityGroupProps): SecurityGroup {
  const group = new SecurityGroup(scope, "SecurityGroup", {
    vpcId,
    name: `${family}-task`,
    description: `tasks of ${family}`,
    tags: { Name: `${family}-task` },
  });
  // Any destination, since S3's addresses are public even with the gateway endpoint; the route tables limit what is
  // reachable.
  new VpcSecurityGroupEgressRule(scope, "https", {
    securityGroupId: group.id,
    description: "HTTPS to images, secrets and logs",
    cidrIpv4: "0.0.0.0/0",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
  });
  return group;
}
