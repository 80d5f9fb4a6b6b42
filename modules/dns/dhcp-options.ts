import { VpcDhcpOptions } from "@cdktf/provider-aws/lib/vpc-dhcp-options";
import { VpcDhcpOptionsAssociation } from "@cdktf/provider-aws/lib/vpc-dhcp-options-association";
import { Construct } from "constructs";

import { searchDomain } from "./search-domain";

export interface DhcpOptionsProps {
  readonly vpcId: string;
  readonly region: string;
  /** The `Name` tag. */
  readonly name: string;
}

/**
 * Configures a VPC's hosts to use Amazon's resolver: with any other name server, the resolver rules are bypassed
 * (VPC-04).
 */
export class DhcpOptions extends Construct {
  constructor(scope: Construct, id: string, { vpcId, region, name }: DhcpOptionsProps) {
    super(scope, id);
    const options = new VpcDhcpOptions(this, "Resource", {
      domainName: searchDomain(region),
      domainNameServers: ["AmazonProvidedDNS"],
      tags: { Name: name },
    });
    new VpcDhcpOptionsAssociation(this, "Association", { vpcId, dhcpOptionsId: options.id });
  }
}
