import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

import { mapValues } from "../map-values";
import { endpointServiceName } from "./endpoint-service-name";

/** The private hosted zone of an endpoint, and the names in it that lead to the endpoint. */
export interface CentralEndpointZone {
  readonly name: string;
  /** Full names; a wildcard begins with `*.`. */
  readonly records: readonly string[];
}

export interface CentralEndpointsProps {
  readonly vpcId: string;
  /** Subnet ids by Availability Zone: one network interface in each (EP-07). */
  readonly subnetIds: Readonly<Record<string, string>>;
  readonly region: string;
  /** The services' zones, by the last part of their names, such as `ecr.api`. */
  readonly zones: Readonly<Record<string, CentralEndpointZone>>;
  /** The IPv4 ranges that may connect, by the name of the VPC. */
  readonly clients: Readonly<Record<string, string>>;
  /** Prefix of the security group's name. */
  readonly name: string;
  /** Prefix of the `Name` tags. @default name */
  readonly tagName?: string;
}

/**
 * Interface endpoints that other VPCs use (EP-12). AWS's private DNS of an endpoint works only in the endpoint's own
 * VPC, so each service has a private hosted zone, which the other VPCs associate.
 */
export class CentralEndpoints extends Construct {
  /** By service. */
  readonly endpointIds: Readonly<Record<string, string>>;
  /** By service. */
  readonly zoneIds: Readonly<Record<string, string>>;
  /** By service. */
  readonly zoneArns: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CentralEndpointsProps,
  ) {
    super(scope, id);
    const group = this.securityGroup();
    const endpoints = mapValues(props.zones, (_, service) => this.endpoint(service, group));
    const zones = mapValues(props.zones, (zone, service) => this.zone(service, zone, endpoints[service]!));
    this.endpointIds = mapValues(endpoints, (endpoint) => endpoint.id);
    this.zoneIds = mapValues(zones, (zone) => zone.zoneId);
    this.zoneArns = mapValues(zones, (zone) => zone.arn);
  }

  /** Ranges rather than groups: a rule can't reference a group of a VPC behind a transit gateway. */
  private securityGroup(): SecurityGroup {
    const { vpcId, clients, name, tagName = name } = this.props;
    const group = new SecurityGroup(this, "endpoints", {
      vpcId,
      name: `${name}-endpoints`,
      description: "HTTPS from workload VPCs to the interface endpoints",
      tags: { Name: `${tagName}-endpoints` },
    });
    for (const [client, cidrIpv4] of Object.entries(clients)) {
      new VpcSecurityGroupIngressRule(this, `https-from-${client}`, {
        securityGroupId: group.id,
        description: `HTTPS from ${client}`,
        cidrIpv4,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      });
    }
    return group;
  }

  private endpoint(service: string, group: SecurityGroup): VpcEndpoint {
    const { vpcId, subnetIds, region, name, tagName = name } = this.props;
    return new VpcEndpoint(this, service, {
      vpcId,
      serviceName: endpointServiceName(region, service),
      vpcEndpointType: "Interface",
      privateDnsEnabled: false,
      subnetIds: Object.values(subnetIds),
      securityGroupIds: [group.id],
      tags: { Name: `${tagName}-${service}` },
    });
  }

  private zone(service: string, { name, records }: CentralEndpointZone, endpoint: VpcEndpoint): Route53Zone {
    const zone = new Route53Zone(endpoint, "Zone", {
      name,
      comment: `${service} through the interface endpoint in ${this.props.name}`,
      vpc: [{ vpcId: this.props.vpcId }],
      // Other VPCs associate themselves, which the zone shows as more VPCs (aws_route53_zone_association).
      lifecycle: { ignoreChanges: ["vpc"] },
    });
    for (const record of records) {
      const { dnsName, hostedZoneId } = endpoint.dnsEntry.get(0);
      new Route53Record(zone, record.startsWith("*.") ? "all" : "Record", {
        zoneId: zone.zoneId,
        name: record,
        type: "A",
        alias: { name: dnsName, zoneId: hostedZoneId, evaluateTargetHealth: false },
      });
    }
    return zone;
  }
}
