import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Construct } from "constructs";

import { type INetwork, type PrivateSubnet } from "./network";

export interface AdoptedVpcProps {
  readonly vpcId: string;
  /** By Availability Zone. */
  readonly privateSubnets: Readonly<Record<string, PrivateSubnet>>;
}

/**
 * A VPC that somebody else made. Terraform itself refuses to plan on it unless both DNS attributes are on (VPC-01),
 * which is what lets the proof pass on attributes that it can't see.
 */
export class AdoptedVpc extends Construct implements INetwork {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly privateSubnets: Readonly<Record<string, PrivateSubnet>>;
  readonly publicSubnetIds = {};

  constructor(scope: Construct, id: string, props: AdoptedVpcProps) {
    super(scope, id);
    const vpc = new DataAwsVpc(this, "Resource", {
      id: props.vpcId,
      lifecycle: {
        postcondition: ["enable_dns_support", "enable_dns_hostnames"].map((attribute) => ({
          condition: `\${self.${attribute}}`,
          errorMessage: `${attribute} of ${props.vpcId} should be true, or no EFS name resolves in it: turn it on in the account that owns the VPC`,
        })),
      },
    });
    this.vpcId = vpc.id;
    this.vpcCidr = vpc.cidrBlock;
    this.privateSubnets = props.privateSubnets;
  }
}
