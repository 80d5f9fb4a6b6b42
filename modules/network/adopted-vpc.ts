import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { DataAwsVpcDhcpOptions } from "@cdktf/provider-aws/lib/data-aws-vpc-dhcp-options";
import { type Postcondition } from "cdktf";
import { Construct } from "constructs";

import { mapValues } from "../map-values";
import { type INetwork, type PrivateSubnet } from "./network";

export interface AdoptedSubnet extends PrivateSubnet {
  /** IPv4 range, which a plan then checks. @default not known */
  readonly cidr?: string;
}

export interface AdoptedVpcProps {
  readonly vpcId: string;
  /** The IPv4 range of the VPC that contains its private subnets. */
  readonly vpcCidr: string;
  /** By Availability Zone. */
  readonly privateSubnets: Readonly<Record<string, AdoptedSubnet>>;
  /** Ids by Availability Zone. @default none */
  readonly publicSubnetIds?: Readonly<Record<string, string>>;
  /** Whether the VPC and its subnets have IPv6 ranges, which a plan then checks. @default not used */
  readonly ipv6?: boolean;
  /** Whether its DHCP options are kept, which must specify Amazon's resolver then (VPC-04). */
  readonly keepsDhcpOptions: boolean;
}

/**
 * An existing VPC. Terraform's plan fails unless the VPC matches the file: both DNS attributes on (VPC-01), DHCP
 * options with Amazon's resolver if they are kept (VPC-04), subnets of this VPC in the zones named, with IPv4. The
 * proof relies on these conditions for what it can't see.
 */
export class AdoptedVpc extends Construct implements INetwork {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly vpcIpv6Cidr: string | undefined;
  readonly privateSubnets: Readonly<Record<string, PrivateSubnet>>;
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  /** The file does not name the route tables of adopted public subnets. */
  readonly publicRouteTableIds = {};

  constructor(scope: Construct, id: string, props: AdoptedVpcProps) {
    super(scope, id);
    const { vpcId, vpcCidr, privateSubnets, publicSubnetIds = {}, ipv6, keepsDhcpOptions } = props;
    const vpc = new DataAwsVpc(this, "Resource", {
      id: vpcId,
      lifecycle: {
        postcondition: [
          ...["enable_dns_support", "enable_dns_hostnames"].map(on(vpcId)),
          has(vpcId, vpcCidr),
          ...(ipv6 ? [hasIpv6(vpcId)] : []),
          ...(keepsDhcpOptions ? [someDhcpOptions(vpcId)] : []),
        ],
      },
    });
    if (keepsDhcpOptions) {
      new DataAwsVpcDhcpOptions(this, "DhcpOptions", {
        dhcpOptionsId: vpc.dhcpOptionsId,
        lifecycle: { postcondition: [amazonsResolver(vpcId)] },
      });
    }
    this.vpcId = vpc.id;
    this.vpcCidr = vpcCidr;
    this.vpcIpv6Cidr = ipv6 ? vpc.ipv6CidrBlock : undefined;
    this.privateSubnets = mapValues(privateSubnets, ({ subnetId, routeTableId, cidr }, zone) => {
      const subnet = new DataAwsSubnet(this, zone, {
        id: subnetId,
        lifecycle: {
          postcondition: [
            is(subnetId, "vpc_id", vpcId),
            is(subnetId, "availability_zone", zone),
            ...(cidr === undefined ? [] : [is(subnetId, "cidr_block", cidr)]),
            ...(ipv6 ? [hasIpv6(subnetId)] : []),
            ...["ipv6_native", "enable_dns64"].map(off(subnetId)),
          ],
        },
      });
      return { subnetId: subnet.id, routeTableId };
    });
    this.publicSubnetIds = mapValues(publicSubnetIds, (subnetId, zone) => {
      const postcondition = [
        is(subnetId, "vpc_id", vpcId),
        is(subnetId, "availability_zone", zone),
        ...(ipv6 ? [hasIpv6(subnetId)] : []),
      ];
      return new DataAwsSubnet(this, `public-${zone}`, { id: subnetId, lifecycle: { postcondition } }).id;
    });
  }
}

function on(vpcId: string) {
  return (attribute: string): Postcondition => ({
    condition: `\${self.${attribute}}`,
    errorMessage: `${attribute} of ${vpcId} should be true, or no EFS name resolves in it: turn it on in the account that owns the VPC`,
  });
}

/** EC2 uses `default` for no DHCP options (AssociateDhcpOptions). */
function someDhcpOptions(vpcId: string): Postcondition {
  return {
    condition: '${self.dhcp_options_id != "default"}',
    errorMessage: `${vpcId} should have DHCP options: associate a set that specifies AmazonProvidedDNS, or set dhcpOptions: replace`,
  };
}

function amazonsResolver(vpcId: string): Postcondition {
  return {
    condition: '${join(",", self.domain_name_servers) == "AmazonProvidedDNS"}',
    errorMessage: `the DHCP options of ${vpcId} should specify only AmazonProvidedDNS, or its hosts don't use the resolver that has the rules: change them where they are managed, or set dhcpOptions: replace`,
  };
}

function off(subnetId: string) {
  return (attribute: string): Postcondition => ({
    condition: `\${!self.${attribute}}`,
    errorMessage: `${attribute} of ${subnetId} should be false, or tasks look up IPv6 addresses of EFS, which its mount targets don't have`,
  });
}

function has(vpcId: string, cidr: string): Postcondition {
  return {
    condition: `\${contains(self.cidr_block_associations[*].cidr_block, "${cidr}")}`,
    errorMessage: `${cidr} should be a range of ${vpcId}, since its endpoints allow only this range`,
  };
}

function hasIpv6(id: string): Postcondition {
  return {
    condition: '${self.ipv6_cidr_block != ""}',
    errorMessage: `${id} should have an IPv6 range, as ipv6: true in the file says: add one where it is managed, or omit ipv6`,
  };
}

function is(subnetId: string, attribute: string, value: string): Postcondition {
  return {
    condition: `\${self.${attribute} == "${value}"}`,
    errorMessage: `${attribute} of ${subnetId} should be ${value}, as in the file`,
  };
}
