import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { type Construct } from "constructs";

export interface EgressProps {
  /** The group of the tasks. */
  readonly securityGroupId: string;
  /** An IPv4 or IPv6 range, or the id of a security group (`sg-…`) or a prefix list (`pl-…`). */
  readonly to: string;
  /** The destination in addresses. @default `to` */
  readonly name?: string;
  readonly protocol: "tcp" | "udp";
  /** First and last port, both included. */
  readonly ports: readonly (readonly [number, number])[];
}

/**
 * Lets tasks connect to a destination, one rule per range of ports.
 *
 * @param scope the service or task; a rule's id is `egress_<to>_<protocol>_<ports>`
 */
export function permitEgress(scope: Construct, props: EgressProps): void {
  const { securityGroupId, to, name = to, protocol, ports } = props;
  for (const [first, last] of ports) {
    const range = first === last ? `${first}` : `${first}-${last}`;
    new VpcSecurityGroupEgressRule(
      scope,
      `egress_${name.replace("/", "-").replaceAll(":", "-")}_${protocol}_${range}`,
      {
        securityGroupId,
        description: `${protocol} ${range} to ${name}`,
        ...destination(to),
        ipProtocol: protocol,
        fromPort: first,
        toPort: last,
      },
    );
  }
}

function destination(to: string) {
  if (to.startsWith("sg-")) return { referencedSecurityGroupId: to };
  if (to.startsWith("pl-")) return { prefixListId: to };
  return to.includes(":") ? { cidrIpv6: to } : { cidrIpv4: to };
}
