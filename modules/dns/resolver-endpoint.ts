import {
  Route53ResolverEndpoint,
  type Route53ResolverEndpointConfig,
} from "@cdktf/provider-aws/lib/route53-resolver-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type IResolvable } from "cdktf";
import { Construct } from "constructs";

import { type ResolverTarget } from "./resolver-rules";

export interface ResolverEndpointProps {
  readonly vpcId: string;
  /** Subnet ids by Availability Zone: one address in each, at least two zones (DNS-09). */
  readonly subnetIds: Readonly<Record<string, string>>;
  /** Its IPv4 address by Availability Zone. @default a free address of the subnet */
  readonly addresses?: Readonly<Record<string, string>>;
  /** The endpoint's name, and the prefix of its security group's name. */
  readonly name: string;
}

/** DNS protocols: a truncated answer is queried again over TCP, so both are always opened (DNS-11). */
const transports = ["tcp", "udp"] as const;

abstract class ResolverEndpoint extends Construct {
  readonly endpoint: Route53ResolverEndpoint;
  protected readonly securityGroupId: string;

  /** Changing the direction or the security group replaces the endpoint and its addresses (DNS-13). */
  constructor(
    scope: Construct,
    id: string,
    props: ResolverEndpointProps,
    settings: Pick<Route53ResolverEndpointConfig, "direction" | "resolverEndpointType" | "protocols">,
  ) {
    super(scope, id);
    const group = new SecurityGroup(this, "SecurityGroup", {
      vpcId: props.vpcId,
      name: `${props.name}-resolver`,
      description: `DNS through the ${settings.direction.toLowerCase()} resolver endpoint`,
      tags: { Name: `${props.name}-resolver` },
    });
    this.securityGroupId = group.id;
    this.endpoint = new Route53ResolverEndpoint(this, "Resource", {
      name: props.name,
      ...settings,
      securityGroupIds: [group.id],
      ipAddress: Object.entries(props.subnetIds).map(([zone, subnetId]) => ({ subnetId, ip: props.addresses?.[zone] })),
    });
  }

  /** The endpoint's addresses, one per zone. */
  get ipAddresses(): IResolvable {
    return this.endpoint.interpolationForAttribute("ip_address[*].ip");
  }

  protected allowIn(id: string, cidr: string): void {
    for (const ipProtocol of transports) {
      new VpcSecurityGroupIngressRule(this, `${id}-${ipProtocol}`, {
        securityGroupId: this.securityGroupId,
        description: `DNS over ${ipProtocol.toUpperCase()} from ${id}`,
        ...cidrOf(cidr),
        ipProtocol,
        fromPort: 53,
        toPort: 53,
      });
    }
  }

  protected allowOut(id: string, cidr: string, port: number | "any"): void {
    const ports = port === "any" ? {} : { fromPort: port, toPort: port };
    for (const ipProtocol of port === "any" ? ["-1"] : transports) {
      new VpcSecurityGroupEgressRule(this, port === "any" ? id : `${id}-${ipProtocol}`, {
        securityGroupId: this.securityGroupId,
        description: port === "any" ? `everything to ${id}` : `DNS over ${ipProtocol.toUpperCase()} to ${id}`,
        ...cidrOf(cidr),
        ipProtocol,
        ...ports,
      });
    }
  }
}

export interface OutboundResolverEndpointProps extends ResolverEndpointProps {
  readonly targets: readonly ResolverTarget[];
  /**
   * Opens the security group to all traffic in both directions, so that AWS does not track connections: 10,000 queries
   * per second and address instead of about 1,500 (DNS-10, DNS-11).
   * @default false: TCP and UDP to the targets only
   */
  readonly untrackedThroughput?: boolean;
}

/** The endpoint through which forwarded queries leave AWS. */
export class OutboundResolverEndpoint extends ResolverEndpoint {
  constructor(scope: Construct, id: string, props: OutboundResolverEndpointProps) {
    super(scope, id, props, { direction: "OUTBOUND", ...spokenTo(props.targets) });
    if (props.untrackedThroughput) {
      this.allowOut("anywhere", "0.0.0.0/0", "any");
      new VpcSecurityGroupIngressRule(this, "anywhere-in", {
        securityGroupId: this.securityGroupId,
        description: "everything from anywhere: with egress open too, connections are not tracked",
        cidrIpv4: "0.0.0.0/0",
        ipProtocol: "-1",
      });
      return;
    }
    const opened = new Map(props.targets.map((target) => [`${target.ip}-${target.port ?? 53}`, target]));
    for (const [name, { ip, port }] of opened) this.allowOut(name, hostCidr(ip), port ?? 53);
  }
}

export interface InboundResolverEndpointProps extends ResolverEndpointProps {
  /** IPv4 or IPv6 ranges that may query the endpoint. */
  readonly allowedCidrs: readonly string[];
}

/**
 * The endpoint that on-premises hosts query for AWS names. Never forward to it from its own VPC: that is a loop
 * (DNS-14).
 */
export class InboundResolverEndpoint extends ResolverEndpoint {
  constructor(scope: Construct, id: string, props: InboundResolverEndpointProps) {
    super(scope, id, props, { direction: "INBOUND" });
    for (const cidr of props.allowedCidrs) this.allowIn(cidr, cidr);
  }
}

/** The protocols that the endpoint needs for its targets; AWS's default is omitted. */
function spokenTo(
  targets: readonly ResolverTarget[],
): Pick<Route53ResolverEndpointConfig, "resolverEndpointType" | "protocols"> {
  const protocols = [...new Set(targets.map(({ protocol }) => protocol ?? "Do53"))].sort();
  return {
    resolverEndpointType: targets.some(({ ip }) => ip.includes(":")) ? "DUALSTACK" : undefined,
    protocols: protocols.includes("DoH") ? protocols : undefined,
  };
}

function hostCidr(ip: string): string {
  return ip.includes(":") ? `${ip}/128` : `${ip}/32`;
}

function cidrOf(cidr: string): { cidrIpv4: string } | { cidrIpv6: string } {
  return cidr.includes(":") ? { cidrIpv6: cidr } : { cidrIpv4: cidr };
}
