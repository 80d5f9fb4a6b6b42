import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { DataAwsVpcDhcpOptions } from "@cdktf/provider-aws/lib/data-aws-vpc-dhcp-options";
import { type Postcondition } from "cdktf";
import { Construct } from "constructs";

import { mapValues } from "../map-values";
import { type INetwork, type PrivateSubnet } from "./network";

export interface AdoptedVpcProps {
  readonly vpcId: string;
  /** One of its IPv4 ranges: the one that its private subnets lie in. */
  readonly vpcCidr: string;
  /** By Availability Zone. */
  readonly privateSubnets: Readonly<Record<string, PrivateSubnet>>;
  /** Whether its DHCP options stay, which must name Amazon's resolver then (VPC-04). */
  readonly keepsDhcpOptions: boolean;
}

/**
 * A VPC that somebody else made. Terraform refuses to plan on it unless it is as the file says: both DNS attributes on
 * (VPC-01), DHCP options that name Amazon's resolver where they stay (VPC-04), subnets of this VPC in the zones named,
 * with IPv4. The proof takes these conditions for what it can't see.
 */
export class AdoptedVpc extends Construct implements INetwork {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly privateSubnets: Readonly<Record<string, PrivateSubnet>>;
  readonly publicSubnetIds = {};

  constructor(scope: Construct, id: string, props: AdoptedVpcProps) {
    super(scope, id);
    const { vpcId, vpcCidr, privateSubnets, keepsDhcpOptions } = props;
    const vpc = new DataAwsVpc(this, "Resource", {
      id: vpcId,
      lifecycle: {
        postcondition: [
          ...["enable_dns_support", "enable_dns_hostnames"].map(on(vpcId)),
          has(vpcId, vpcCidr),
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
    this.privateSubnets = mapValues(privateSubnets, ({ subnetId, routeTableId }, zone) => {
      const subnet = new DataAwsSubnet(this, zone, {
        id: subnetId,
        lifecycle: {
          postcondition: [
            is(subnetId, "vpc_id", vpcId),
            is(subnetId, "availability_zone", zone),
            ...["ipv6_native", "enable_dns64"].map(off(subnetId)),
          ],
        },
      });
      return { subnetId: subnet.id, routeTableId };
    });
  }
}

function on(vpcId: string) {
  return (attribute: string): Postcondition => ({
    condition: `\${self.${attribute}}`,
    errorMessage: `${attribute} of ${vpcId} should be true, or no EFS name resolves in it: turn it on in the account that owns the VPC`,
  });
}

/** `default` is EC2's word for none (AssociateDhcpOptions). */
function someDhcpOptions(vpcId: string): Postcondition {
  return {
    condition: '${self.dhcp_options_id != "default"}',
    errorMessage: `${vpcId} should have DHCP options: associate some that name AmazonProvidedDNS, or set dhcpOptions: replace`,
  };
}

function amazonsResolver(vpcId: string): Postcondition {
  return {
    condition: '${join(",", self.domain_name_servers) == "AmazonProvidedDNS"}',
    errorMessage: `the DHCP options of ${vpcId} should name AmazonProvidedDNS alone, or its hosts don't ask the resolver that has the rules: change them where they are made, or set dhcpOptions: replace`,
  };
}

function off(subnetId: string) {
  return (attribute: string): Postcondition => ({
    condition: `\${!self.${attribute}}`,
    errorMessage: `${attribute} of ${subnetId} should be false, or tasks look for EFS at IPv6 addresses, which its mount targets lack`,
  });
}

function has(vpcId: string, cidr: string): Postcondition {
  return {
    condition: `\${contains(self.cidr_block_associations[*].cidr_block, "${cidr}")}`,
    errorMessage: `${cidr} should be a range of ${vpcId}, since its endpoints let in just that`,
  };
}

function is(subnetId: string, attribute: string, value: string): Postcondition {
  return {
    condition: `\${self.${attribute} == "${value}"}`,
    errorMessage: `${attribute} of ${subnetId} should be ${value}, as the file says`,
  };
}
