import { type Construct } from "constructs";

import { endpointZone } from "../config/endpoint-names";
import { type AdoptedSharedVpc, type Dns, type NewSharedVpc, type Organization } from "../config/organization";
import { type RegionalOrganization, sharedNetworkOf } from "../config/regions";
import { DnsProfile } from "../modules/dns/dns-profile";
import { Firewall } from "../modules/dns/firewall";
import { QueryLog, type QueryLogProps } from "../modules/dns/query-log";
import { InboundResolverEndpoint, OutboundResolverEndpoint } from "../modules/dns/resolver-endpoint";
import { ResolverRules } from "../modules/dns/resolver-rules";
import { RuleAssociations } from "../modules/dns/rule-associations";
import { RuleShare } from "../modules/dns/rule-share";
import { mapValues } from "../modules/map-values";
import { CentralEndpoints } from "../modules/network/central-endpoints";
import { liesIn } from "../modules/network/cidr";
import { ExistingZones } from "../modules/network/existing-zones";
import { TransitGatewayAttachment } from "../modules/network/transit-gateway-attachment";
import { Vpc } from "../modules/network/vpc";
import { ZoneAssociations } from "../modules/network/zone-associations";
import { centralEndpoints } from "./endpoint-services";
import { firewallGroups } from "./firewall-groups";
import { zonesOfProfile, zonesOfSharedVpc } from "./private-zones";
import { profileOf } from "./profile-of";
import { rulesByType } from "./rules-by-type";
import { stackSettings } from "./settings";
import { MountpathStack } from "./stack";

/** The network account's stack in one Region: resolver endpoints, rules, the share of the rules, and the query log. */
export class SharedNetworkStack extends MountpathStack<"shared-network"> {
  constructor(scope: Construct, organization: RegionalOrganization) {
    const { sharedNetwork, name } = organization;
    super(
      scope,
      sharedNetworkOf(organization, organization.region),
      "shared-network",
      stackSettings(organization, sharedNetwork.account, sharedNetwork.tags),
    );
    const { dns, vpc } = sharedNetwork;
    const { vpcId, subnetIds } =
      "cidr" in vpc && "availabilityZones" in vpc ? this.newVpc(organization, vpc) : adopted(vpc);

    const targets = dns.forward.flatMap((rule) => rule.to);
    const outbound =
      dns.forward.length > 0
        ? new OutboundResolverEndpoint(this, "outbound", {
            vpcId,
            subnetIds,
            addresses: dns.outboundAddresses,
            name: `${name}-outbound`,
            targets,
            untrackedThroughput: dns.untrackedThroughput,
          })
        : undefined;
    if (dns.inbound) {
      new InboundResolverEndpoint(this, "inbound", {
        vpcId,
        subnetIds,
        addresses: dns.inbound.addresses,
        name: `${name}-inbound`,
        allowedCidrs: dns.inbound.allowedCidrs,
      });
    }
    const { rules } = new ResolverRules(this, "Rules", {
      name,
      outboundEndpointId: outbound?.endpoint.id,
      forward: dns.forward.map(({ domain, to }) => ({ domain, targets: to })),
      system: dns.resolveInAws,
    });
    const ids = mapValues(rules, (rule) => rule.id);
    const arns = mapValues(rules, (rule) => rule.arn);
    new RuleAssociations(this, "RuleAssociations", { vpcId, ...rulesByType(dns, ids) });
    const queryLog = this.queryLog(organization, vpcId);
    const groups = firewallGroups(dns);
    if (dns.firewall) {
      const { failOpen, mutationProtection } = dns.firewall;
      new Firewall(this, "Firewall", {
        name: `${name}-shared-network`,
        vpcId,
        groups: mapValues(groups, (group) => ({ ...group, shared: group.ownerId !== this.settings.account.id })),
        failOpen,
        mutationProtection,
      });
    }
    const central = this.central(organization, { vpcId, subnetIds });
    const zones = this.privateZones(organization, vpcId);

    const { system, forward } = rulesByType(dns, arns);
    const shared = dns.systemRule === "shared" ? arns : forward;
    const settings = profileOf(dns);
    const profile = settings?.holds
      ? new DnsProfile(this, "dns", {
          name: `${name}-dns`,
          profileId: settings.id,
          system: dns.systemRule === "shared" ? system : {},
          forward,
          zones: { ...central?.zoneArns, ...zones },
          firewallGroups: groups,
        })
      : undefined;
    // An account sees its own rules without a share.
    const principals = dns.shareWith
      .map((principal) => principalOf(organization, principal))
      .filter((principal) => principal !== this.settings.account.id);
    const share =
      principals.length > 0
        ? new RuleShare(this, "rules", {
            name: `${name}-resolver-rules`,
            resourceArns: {
              ...shared,
              ...(queryLog && { "query-log": queryLog.queryLogConfigArn }),
              ...(profile?.profileArn !== undefined && { "dns-profile": profile.profileArn }),
              // The owner of any other group shares it.
              ...Object.fromEntries(
                Object.entries(groups)
                  .filter(([, { ownerId }]) => ownerId === this.settings.account.id)
                  .map(([key, { arn }]) => [key, arn]),
              ),
            },
            principals,
          })
        : undefined;

    this.fulfil({
      vpc_id: vpcId,
      outbound_endpoint_id: outbound?.endpoint.id ?? "",
      outbound_endpoint_ips: outbound?.ipAddresses ?? [],
      resolver_rule_ids: ids,
      resolver_rule_arns: arns,
      resource_share_arn: share?.resourceShareArn ?? "",
      query_log_config_id: queryLog?.queryLogConfigId ?? "",
      dns_profile_id: profile?.profileId ?? settings?.id ?? "",
      central_endpoint_ids: central?.endpointIds ?? {},
      central_endpoint_zone_ids: central?.zoneIds ?? {},
    });
  }

  private newVpc(organization: Organization, vpc: NewSharedVpc): EndpointPlace {
    const { cidr, availabilityZones, ipv6, name = `${organization.name}-shared-network` } = vpc;
    const network = new Vpc(this, "network", { name, cidr, availabilityZones, ipv6 });
    const { forward, inbound } = organization.sharedNetwork.dns;
    const targets = forward.flatMap(({ to }) => to.map(({ ip }) => ip));
    // Clients of the inbound endpoint and of central endpoints need a return route; the VPC's own range has one already.
    const clients = Object.values(centralEndpoints(organization).clients);
    const askers = [...(inbound?.allowedCidrs ?? []), ...clients].filter((range) => !liesIn(range, vpc.cidr));
    const destinations = [
      ...new Set([...targets.filter((ip) => !askers.some((range) => liesIn(ip, range))), ...askers]),
    ];
    if (vpc.transitGateway) {
      new TransitGatewayAttachment(this, "on-premises", {
        network,
        transitGatewayId: vpc.transitGateway,
        destinations,
        ipv6,
        name,
      });
    }
    return {
      vpcId: network.vpcId,
      subnetIds: mapValues(network.privateSubnets, (subnet) => subnet.subnetId),
    };
  }

  /** Interface endpoints for the VPCs with `endpoints: central`. */
  private central(organization: Organization, place: EndpointPlace): CentralEndpoints | undefined {
    const { clients, services } = centralEndpoints(organization);
    if (services.length === 0) return undefined;
    const { name, region, sharedNetwork } = organization;
    return new CentralEndpoints(this, "CentralEndpoints", {
      ...place,
      region,
      zones: Object.fromEntries(services.map((service) => [service, endpointZone(service, region)])),
      clients,
      name: `${name}-shared-network`,
      tagName: "name" in sharedNetwork.vpc ? sharedNetwork.vpc.name : undefined,
    });
  }

  /** Associates existing zones with the VPC, so that the inbound endpoint answers their names. Returns the ARNs for the profile. */
  private privateZones(organization: Organization, vpcId: string): Readonly<Record<string, string>> {
    const associated = zonesOfSharedVpc(organization);
    const inProfile = zonesOfProfile(organization);
    const zones = mapValues({ ...associated, ...inProfile }, (id) => ({ id }));
    const existing = new ExistingZones(this, "private", { zones });
    const zoneIds = mapValues(associated, (_, name) => existing.zoneIds[name]!);
    new ZoneAssociations(existing, "Associations", { vpcId, zoneIds });
    return mapValues(inProfile, (_, name) => existing.zoneArns[name]!);
  }

  private queryLog(organization: Organization, vpcId: string): QueryLog | undefined {
    const settings = organization.sharedNetwork.dns.queryLog;
    if (!settings) return undefined;
    const queryLog = new QueryLog(this, "queries", {
      name: `${organization.name}-queries`,
      ...queryLogDestination(settings),
    });
    queryLog.addVpc("network", vpcId);
    return queryLog;
  }
}

/** The VPC and subnets of the resolver endpoints. */
interface EndpointPlace {
  readonly vpcId: string;
  /** By Availability Zone. */
  readonly subnetIds: Readonly<Record<string, string>>;
}

function adopted(vpc: AdoptedSharedVpc): EndpointPlace {
  return { vpcId: vpc.id, subnetIds: vpc.subnets };
}

function queryLogDestination(
  settings: NonNullable<Dns["queryLog"]>,
): Pick<QueryLogProps, "destinationArn" | "retentionDays"> {
  switch (settings.destination) {
    case "cloudwatch":
      return { retentionDays: settings.retentionDays };
    case "s3":
      return { destinationArn: settings.bucket };
    case "firehose":
      return { destinationArn: settings.stream };
  }
}

/** A RAM principal: the organization and accounts by their names in the file, anything else as written (DNS-20). */
function principalOf(organization: Organization, written: string): string {
  if (written === "organization" && organization.organizationArn) return organization.organizationArn;
  return organization.accounts[written]?.id ?? written;
}
