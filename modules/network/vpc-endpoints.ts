import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

import { mapValues } from "../map-values";
import { endpointServiceName } from "./endpoint-service-name";
import { type INetwork } from "./network";

export interface VpcEndpointsProps {
  readonly network: INetwork;
  readonly region: string;
  /** Services behind interface endpoints, by the last part of their names, such as `ecr.api`. */
  readonly interfaceServices: readonly string[];
  /** Put before the endpoints' `Name` tags. */
  readonly name: string;
}

/**
 * The ways to AWS services that need no internet: the S3 gateway on every private route table (image layers come from
 * S3: EP-01, EP-03), and interface endpoints with private DNS, one subnet per zone (EP-07).
 */
export class VpcEndpoints extends Construct {
  /** By service, such as `s3` or `ecr.api`. */
  readonly endpoints: Readonly<Record<string, VpcEndpoint>>;

  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);
    const { network, region, interfaceServices, name } = props;
    const subnets = Object.values(network.privateSubnets);
    const endpoints: Record<string, VpcEndpoint> = {
      s3: new VpcEndpoint(this, "s3", {
        vpcId: network.vpcId,
        serviceName: `com.amazonaws.${region}.s3`,
        vpcEndpointType: "Gateway",
        routeTableIds: subnets.map((subnet) => subnet.routeTableId),
        tags: { Name: `${name}-s3` },
      }),
    };
    if (interfaceServices.length > 0) {
      const group = new SecurityGroup(this, "endpoints", {
        vpcId: network.vpcId,
        name: `${name}-endpoints`,
        description: "HTTPS from the VPC to the interface endpoints",
        tags: { Name: `${name}-endpoints` },
      });
      new VpcSecurityGroupIngressRule(this, "https", {
        securityGroupId: group.id,
        description: "HTTPS from the VPC",
        cidrIpv4: network.vpcCidr,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      });
      for (const service of interfaceServices) {
        endpoints[service] = new VpcEndpoint(this, service, {
          vpcId: network.vpcId,
          serviceName: endpointServiceName(region, service),
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: subnets.map((subnet) => subnet.subnetId),
          securityGroupIds: [group.id],
          tags: { Name: `${name}-${service}` },
        });
      }
    }
    this.endpoints = endpoints;
  }

  /** Endpoint ids by service. */
  get endpointIds(): Record<string, string> {
    return mapValues(this.endpoints, (endpoint) => endpoint.id);
  }
}
