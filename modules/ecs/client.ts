import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type Construct } from "constructs";

/** A client that may connect: a range, or the members of a security group. */
export type Client =
  { readonly cidrIpv4: string } | { readonly cidrIpv6: string } | { readonly referencedSecurityGroupId: string };

/** A client that is an IPv4 or IPv6 range. */
export function rangeClient(range: string): Client {
  return range.includes(":") ? { cidrIpv6: range } : { cidrIpv4: range };
}

/** Allows a client to connect to one TCP port of a security group's members. */
export function admit(
  scope: Construct,
  id: string,
  rule: { readonly securityGroupId: string; readonly client: Client; readonly port: number; description: string },
): void {
  const { securityGroupId, client, port, description } = rule;
  new VpcSecurityGroupIngressRule(scope, id, {
    securityGroupId,
    description,
    ...client,
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
  });
}

/** The matching egress rule, if the client's own group limits egress. */
export function permitSending(
  scope: Construct,
  id: string,
  rule: { readonly securityGroupId: string; readonly to: string; readonly port: number; description: string },
): void {
  const { securityGroupId, to, port, description } = rule;
  new VpcSecurityGroupEgressRule(scope, id, {
    securityGroupId,
    description,
    referencedSecurityGroupId: to,
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
  });
}
