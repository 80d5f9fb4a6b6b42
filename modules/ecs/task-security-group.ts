import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { type Construct } from "constructs";

export interface TaskSecurityGroupProps {
  readonly family: string;
  readonly vpcId: string;
  /** Whether the tasks' subnets have IPv6 too. @default IPv4 only */
  readonly ipv6?: boolean;
}

/**
 * The security group of a service's tasks: outbound HTTPS only, until clients and targets are added. NFS is allowed by
 * the file systems' client groups.
 *
 * @param scope a scope of its own for the children `SecurityGroup` and the rule
 */
export function taskSecurityGroup(scope: Construct, { family, vpcId, ipv6 }: TaskSecurityGroupProps): SecurityGroup {
  const group = new SecurityGroup(scope, "SecurityGroup", {
    vpcId,
    name: `${family}-task`,
    description: `tasks of ${family}`,
    tags: { Name: `${family}-task` },
  });
  // Any destination, since S3's addresses are public even with the gateway endpoint; the route tables limit what is
  // reachable.
  const rule = {
    securityGroupId: group.id,
    description: "HTTPS to images, secrets and logs",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
  };
  new VpcSecurityGroupEgressRule(scope, "https", { ...rule, cidrIpv4: "0.0.0.0/0" });
  if (ipv6) new VpcSecurityGroupEgressRule(scope, "https-ipv6", { ...rule, cidrIpv6: "::/0" });
  return group;
}
