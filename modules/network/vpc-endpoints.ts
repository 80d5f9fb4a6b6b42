import { DataAwsVpcEndpoint } from "@cdktf/provider-aws/lib/data-aws-vpc-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type Postcondition } from "cdktf";
import { Construct } from "constructs";

import { mapValues } from "../map-values";
import { endpointServiceName } from "./endpoint-service-name";
import { type INetwork } from "./network";

export interface VpcEndpointsProps {
  readonly network: INetwork;
  readonly region: string;
  /** Services with interface endpoints, by the last part of their names, such as `ecr.api`. */
  readonly interfaceServices: readonly string[];
  /** Services whose endpoints the VPC has already, including the S3 gateway endpoint: they are looked up. */
  readonly existing: readonly string[];
  /** Prefix of the security group's name. */
  readonly name: string;
  /** Prefix of the `Name` tags. @default name */
  readonly tagName?: string;
}

/**
 * Endpoints for AWS services, so that they need no internet access: the S3 gateway endpoint on every private route
 * table (image layers come from S3: EP-01, EP-03), and interface endpoints with private DNS, one subnet per zone
 * (EP-07). A route table can have one gateway endpoint per service, and a VPC one private DNS name (EP-06), so existing
 * endpoints are not created again.
 */
export class VpcEndpoints extends Construct {
  /** By service, such as `s3` or `ecr.api`. */
  readonly endpoints: Readonly<Record<string, VpcEndpoint | DataAwsVpcEndpoint>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: VpcEndpointsProps,
  ) {
    super(scope, id);
    const { network, interfaceServices, existing } = props;
    const made = interfaceServices.filter((service) => !existing.includes(service));
    const found = existing.filter((service) => service !== gateway);
    const tables = [...new Set(Object.values(network.privateSubnets).map(({ routeTableId }) => routeTableId))];
    this.endpoints = {
      [gateway]: existing.includes(gateway) ? this.lookUp(gateway, "Gateway", tables.map(isOn)) : this.gateway(),
      ...Object.fromEntries(
        found.map((service) => [service, this.lookUp(service, "Interface", [hasPrivateDns(service)])]),
      ),
      ...this.interfaces(made),
    };
  }

  /** Endpoint ids by service. */
  get endpointIds(): Record<string, string> {
    return mapValues(this.endpoints, (endpoint) => endpoint.id);
  }

  private gateway(): VpcEndpoint {
    const { network, region, name, tagName = name } = this.props;
    return new VpcEndpoint(this, gateway, {
      vpcId: network.vpcId,
      serviceName: `com.amazonaws.${region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: Object.values(network.privateSubnets).map((subnet) => subnet.routeTableId),
      tags: { Name: `${tagName}-s3` },
    });
  }

  private interfaces(services: readonly string[]): Record<string, VpcEndpoint> {
    if (services.length === 0) return {};
    const { network, region, name, tagName = name } = this.props;
    const group = new SecurityGroup(this, "endpoints", {
      vpcId: network.vpcId,
      name: `${name}-endpoints`,
      description: "HTTPS from the VPC to the interface endpoints",
      tags: { Name: `${tagName}-endpoints` },
    });
    new VpcSecurityGroupIngressRule(this, "https", {
      securityGroupId: group.id,
      description: "HTTPS from the VPC",
      cidrIpv4: network.vpcCidr,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    const made = services.map((service): [string, VpcEndpoint] => [
      service,
      new VpcEndpoint(this, service, {
        vpcId: network.vpcId,
        serviceName: endpointServiceName(region, service),
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: Object.values(network.privateSubnets).map((subnet) => subnet.subnetId),
        securityGroupIds: [group.id],
        tags: { Name: `${tagName}-${service}` },
      }),
    ]);
    return Object.fromEntries(made);
  }

  /** Terraform fails if the endpoint is missing or unusable. */
  private lookUp(
    service: string,
    type: "Gateway" | "Interface",
    conditions: readonly Postcondition[],
  ): DataAwsVpcEndpoint {
    const { network, region } = this.props;
    return new DataAwsVpcEndpoint(this, service, {
      vpcId: network.vpcId,
      serviceName: endpointServiceName(region, service),
      // S3 has interface endpoints too.
      filter: [{ name: "vpc-endpoint-type", values: [type] }],
      lifecycle: { postcondition: [isOf(service, type), ...conditions] },
    });
  }
}

/** The service whose gateway endpoint is free and is attached to route tables. */
const gateway = "s3";

function isOf(service: string, type: string): Postcondition {
  return {
    condition: `\${self.vpc_endpoint_type == "${type}" && self.state == "available"}`,
    errorMessage: `the VPC's endpoint for ${service} should be available and of type ${type}: remove ${service} from existingEndpoints to create one`,
  };
}

function isOn(routeTableId: string): Postcondition {
  return {
    condition: `\${contains(self.route_table_ids, "${routeTableId}")}`,
    errorMessage: `the VPC's gateway endpoint for s3 should be on route table ${routeTableId}, or image layers can't be pulled from subnets that use it (EP-03): add it where the endpoint is managed`,
  };
}

function hasPrivateDns(service: string): Postcondition {
  return {
    condition: "${self.private_dns_enabled}",
    errorMessage: `the VPC's endpoint for ${service} should have private DNS, or the service's own name does not resolve to it (EP-06): turn it on where the endpoint is managed`,
  };
}
