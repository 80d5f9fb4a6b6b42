import { DataAwsRoute53ResolverQueryLogConfig } from "@cdktf/provider-aws/lib/data-aws-route53-resolver-query-log-config";
import { Route53ResolverQueryLogConfigAssociation } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config-association";
import { Construct } from "constructs";

import { type Organization, type WorkloadVpc } from "../config/organization";
import { AutodefinedReverse } from "../modules/dns/autodefined-reverse";
import { DhcpOptions } from "../modules/dns/dhcp-options";
import { DnsProfileAssociation } from "../modules/dns/dns-profile";
import { Firewall } from "../modules/dns/firewall";
import { ResolverRules } from "../modules/dns/resolver-rules";
import { RuleAssociations } from "../modules/dns/rule-associations";
import { VisibleRules } from "../modules/dns/visible-rules";
import { mapValues } from "../modules/map-values";
import { AdoptedVpc } from "../modules/network/adopted-vpc";
import { ExistingZones } from "../modules/network/existing-zones";
import { FlowLogs } from "../modules/network/flow-logs";
import { type INetwork } from "../modules/network/network";
import { PullThroughCaches } from "../modules/network/pull-through-caches";
import { Vpc } from "../modules/network/vpc";
import { VpcEndpoints } from "../modules/network/vpc-endpoints";
import { ZoneAssociations } from "../modules/network/zone-associations";
import { centralServices, endpointServices } from "./endpoint-services";
import { firewallGroups } from "./firewall-groups";
import { renamed } from "./formerly";
import { podAccess } from "./pod-access";
import { zonesOfVpc } from "./private-zones";
import { profileOf } from "./profile-of";
import { rulesByType } from "./rules-by-type";
import { type AccountSettings, stackSettings } from "./settings";
import { type SharedNetworkStack } from "./shared-network";
import { MountpathStack, usableAfter } from "./stack";
import { StackOutputs } from "./stack-outputs";
import { existingFileSystem, newFileSystem, type WorkloadFileSystem } from "./vpc-file-systems";
import { routePrivateSubnets } from "./vpc-routes";

/** A workload VPC with its DNS, its endpoints and its file systems. */
export class VpcStack extends MountpathStack<"vpc"> {
  /**
   * @param vpcName the VPC's name in the file; the stack is `vpc-<name>`
   */
  constructor(
    scope: Construct,
    private readonly organization: Organization,
    private readonly vpcName: string,
    vpc: WorkloadVpc,
    sharedNetwork: SharedNetworkStack,
  ) {
    super(scope, `vpc-${vpcName}`, "vpc", stackSettings(organization, vpc.account, vpc.tags));
    // AWS can't rename what is created.
    const name = `${organization.name}-${vpc.formerly ?? vpcName}`;
    const tag = vpc.name ?? name;
    const network = renamed(this.network(tag, vpc), vpc.formerly);
    if (!("vpc" in vpc) || vpc.vpc.dhcpOptions === "replace") {
      new DhcpOptions(network, "DhcpOptions", { vpcId: network.vpcId, region: organization.region, name: tag });
    }
    if (vpc.autodefinedReverse !== undefined) {
      new AutodefinedReverse(network, "Reverse", { vpcId: network.vpcId, enabled: vpc.autodefinedReverse });
    }
    this.logFlows(name, vpc, network);
    routePrivateSubnets(this, organization, vpcName, vpc, network, tag);
    const shared = new StackOutputs(this, sharedNetwork);
    this.resolveThrough(shared, sharedNetwork.settings.account, network, name, vpc);
    this.associateZones(shared, sharedNetwork.settings.account, network, vpc);
    const endpoints = new VpcEndpoints(this, "Endpoints", {
      network,
      region: organization.region,
      interfaceServices: endpointServices(organization, vpcName),
      existing: "vpc" in vpc ? vpc.vpc.existingEndpoints : [],
      name,
      tagName: vpc.name,
    });
    new PullThroughCaches(this, "Caches", { caches: vpc.pullThroughCaches });
    const fileSystemScope = new Construct(this, "FileSystems");
    const fileSystems = Object.entries(vpc.fileSystems).map(([id, settings]) =>
      "id" in settings
        ? existingFileSystem(
            fileSystemScope,
            id,
            `${name}-${settings.formerly ?? id}`,
            network,
            settings,
            "vpc" in vpc ? vpc.vpc.id : undefined,
          )
        : newFileSystem(
            fileSystemScope,
            id,
            `${name}-${settings.formerly ?? id}`,
            network,
            settings,
            podAccess(organization, vpcName, id),
            organization.region,
          ),
    );
    const byName = <T>(pick: (made: WorkloadFileSystem) => T) =>
      Object.fromEntries(fileSystems.map((made) => [made.name, pick(made)]));
    const byPath = (pick: (made: WorkloadFileSystem) => Readonly<Record<string, string>>) =>
      Object.fromEntries(
        fileSystems.flatMap((made) => Object.entries(pick(made)).map(([key, value]) => [`${made.name}/${key}`, value])),
      );
    const mountable = fileSystems.flatMap(({ fileSystem }) => fileSystem.mountable);

    this.fulfil({
      vpc_id: network.vpcId,
      vpc_cidr: network.vpcCidr,
      vpc_ipv6_cidr: network.vpcIpv6Cidr ?? "",
      private_subnet_ids: mapValues(network.privateSubnets, (subnet) => subnet.subnetId),
      public_subnet_ids: network.publicSubnetIds,
      private_route_table_ids: mapValues(network.privateSubnets, (subnet) => subnet.routeTableId),
      public_route_table_ids: network.publicRouteTableIds,
      vpc_endpoint_ids: endpoints.endpointIds,
      file_system_ids: usableAfter(
        byName(({ fileSystem }) => fileSystem.fileSystemId),
        mountable,
      ),
      file_system_arns: usableAfter(
        byName(({ fileSystem }) => fileSystem.fileSystemArn),
        mountable,
      ),
      existing_file_system_ids: Object.fromEntries(
        Object.entries(vpc.fileSystems).flatMap(([id, settings]) => ("id" in settings ? [[id, settings.id]] : [])),
      ),
      access_point_ids: usableAfter(
        byPath(({ accessPoints }) => mapValues(accessPoints, ({ id }) => id)),
        mountable,
      ),
      access_point_arns: usableAfter(
        byPath(({ accessPoints }) => mapValues(accessPoints, ({ arn }) => arn)),
        mountable,
      ),
      mount_target_ids: byPath(({ fileSystem }) => mapValues(fileSystem.mountTargets, ({ id }) => id)),
      efs_client_security_group_ids: byName(({ fileSystem }) => fileSystem.access.clientSecurityGroupId),
      mount_target_security_group_ids: byName(({ fileSystem }) => fileSystem.access.mountTargetSecurityGroupId),
    });
  }

  private network(name: string, vpc: WorkloadVpc): INetwork {
    if ("vpc" in vpc) {
      return new AdoptedVpc(this, this.vpcName, {
        vpcId: vpc.vpc.id,
        vpcCidr: vpc.vpc.cidr,
        privateSubnets: mapValues(vpc.vpc.privateSubnets, ({ id, routeTable, cidr }) => ({
          subnetId: id,
          routeTableId: routeTable,
          cidr,
        })),
        publicSubnetIds: vpc.vpc.publicSubnets,
        ipv6: vpc.vpc.ipv6,
        keepsDhcpOptions: vpc.vpc.dhcpOptions === "keep",
      });
    }
    return new Vpc(this, this.vpcName, {
      name,
      cidr: vpc.cidr,
      availabilityZones: vpc.availabilityZones,
      publicSubnets: vpc.publicSubnets,
      ipv6: vpc.ipv6,
      nat: typeof vpc.internet === "string" ? undefined : vpc.internet.nat,
    });
  }

  private logFlows(name: string, { flowLogs, name: tagName }: WorkloadVpc, { vpcId }: INetwork): void {
    if (!flowLogs) return;
    const { region } = this.organization;
    const common = { name, tagName, vpcId, region, accountId: this.settings.account.id, traffic: flowLogs.traffic };
    new FlowLogs(this, "flow-logs", {
      ...common,
      ...(flowLogs.destination === "s3"
        ? { bucketArn: flowLogs.bucket }
        : { retentionDays: flowLogs.retentionDays, kmsKeyArn: flowLogs.kmsKeyId }),
    });
  }

  /** The names of services resolve to the central endpoints (EP-12), and those of existing zones to what they say. */
  private associateZones(shared: SharedOutputs, owner: AccountSettings, network: INetwork, vpc: WorkloadVpc): void {
    const { vpcId } = network;
    const zoneOwner = this.networkProvider(owner);
    const services = centralServices(this.organization, this.vpcName);
    if (services.length > 0 && !this.usesProfile(vpc)) {
      const zoneIds = Object.fromEntries(services.map((name) => [name, shared.get("central_endpoint_zone_ids", name)]));
      new ZoneAssociations(this, "CentralZones", { vpcId, zoneIds, zoneOwner });
    }
    const { network: theirs, own } = zonesOfVpc(this.organization, this.vpcName, vpc);
    const existing = new ExistingZones(this, "private", {
      zones: { ...mapValues(theirs, (id) => ({ id, owner: zoneOwner })), ...mapValues(own, (id) => ({ id })) },
    });
    const idsOf = (zones: Readonly<Record<string, string>>) => mapValues(zones, (_, name) => existing.zoneIds[name]!);
    new ZoneAssociations(existing, "NetworkAssociations", { vpcId, zoneIds: idsOf(theirs), zoneOwner });
    new ZoneAssociations(existing, "OwnAssociations", { vpcId, zoneIds: idsOf(own) });
  }

  /** Whether the shared rules and zones come through the shared network's Route 53 Profile. */
  private usesProfile(vpc: WorkloadVpc): boolean {
    return vpc.profile && (profileOf(this.organization.sharedNetwork.dns)?.holds ?? false);
  }

  /**
   * Associates the shared rules, or the profile that holds them; SYSTEM rules may be created in this account instead
   * (DNS-19).
   */
  private resolveThrough(
    shared: SharedOutputs,
    owner: AccountSettings,
    network: INetwork,
    name: string,
    vpc: WorkloadVpc,
  ): void {
    const { dns } = this.organization.sharedNetwork;
    const byProfile = this.usesProfile(vpc);
    const isOwn = (domain: string) => dns.systemRule === "per-vpc" && dns.resolveInAws.includes(domain);
    const domains = [...dns.resolveInAws, ...dns.forward.map(({ domain }) => domain)].filter(
      (domain) => !byProfile || isOwn(domain),
    );
    const own =
      dns.systemRule === "per-vpc"
        ? new ResolverRules(this, "Rules", {
            name,
            forward: [],
            system: dns.resolveInAws,
          }).rules
        : {};
    const ids = Object.fromEntries(
      domains.map((domain) => [domain, own[domain]?.id ?? shared.get("resolver_rule_ids", domain)]),
    );
    const isShared = owner.id !== this.settings.account.id;
    if (isShared && !byProfile) {
      const ruleIds = Object.fromEntries(Object.entries(ids).filter(([domain]) => !(domain in own)));
      new VisibleRules(network, "VisibleRules", { ruleIds, stackName: this.node.id });
    }
    const { associations } = new RuleAssociations(this, "RuleAssociations", {
      vpcId: network.vpcId,
      ...rulesByType(dns, ids),
    });
    const profile = vpc.profile ? profileOf(dns) : undefined;
    if (profile) {
      new DnsProfileAssociation(network, "DnsProfile", {
        name,
        vpcId: network.vpcId,
        profileId: profile.id ?? shared.get("dns_profile_id"),
        shared: isShared || profile.id !== undefined,
        stackName: this.node.id,
        // The profile may forward names of AWS until the SYSTEM rules of the VPC itself are associated.
        dependsOn: associations.length > 0 ? associations : undefined,
      });
    }
    this.logQueries(shared, isShared, network);
    this.filterQueries(network, name, byProfile);
  }

  /** Associates the DNS Firewall rule groups, unless the profile brings them. */
  private filterQueries({ vpcId }: INetwork, name: string, byProfile: boolean): void {
    const { dns } = this.organization.sharedNetwork;
    if (!dns.firewall) return;
    const { failOpen, mutationProtection } = dns.firewall;
    const groups = mapValues(firewallGroups(dns), ({ id, priority, ownerId }) => ({
      id,
      priority,
      shared: ownerId !== this.settings.account.id,
    }));
    new Firewall(this, "Firewall", { name, vpcId, groups: byProfile ? {} : groups, failOpen, mutationProtection });
  }

  /** The query log is associated with the VPC itself: the provider can't add one to a profile (provider issue 45268). */
  private logQueries(shared: SharedOutputs, isShared: boolean, network: INetwork): void {
    if (this.organization.sharedNetwork.dns.queryLog) {
      if (isShared) {
        // Shared like the rules: a plan fails until the share has arrived, so that nothing is created halfway.
        new DataAwsRoute53ResolverQueryLogConfig(network, "VisibleQueryLog", {
          resolverQueryLogConfigId: shared.get("query_log_config_id"),
        });
      }
      new Route53ResolverQueryLogConfigAssociation(this, "queries", {
        resolverQueryLogConfigId: shared.get("query_log_config_id"),
        resourceId: network.vpcId,
      });
    }
  }
}

type SharedOutputs = StackOutputs<"shared-network">;
