/** VPCs that Terraform creates, looks up, or references by id, and their DNS in the form of proof/dns. */
import { assumptions, namesOf } from "../../assumptions";
import { isOwnResolver } from "../../dns/addresses";
import {
  amazonProvidedDns,
  isUnknownFact,
  type Maybe,
  type UnknownFact,
  unknownFact,
  type VpcDns,
} from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type StatementName } from "../../graph/assumption";
import { type Resolution } from "../../graph/graph";
import { literal, NULL, type Resource, type Value } from "../../graph/model";
import { endpointServiceOf, regionOfZone } from "../../partitions";
import { typesOfFamily } from "../../resource-types";
import { isUnset } from "../attributes/block";
import { identityOf } from "../network/subnet";
import { unreadModuleOf } from "../unread-module";
import { type DhcpServers, dhcpServersOf } from "./dhcp-options";
import { endpointZones, type ReadEndpointZone } from "./endpoint-zones";
import { firewallRules, type ReadFirewallRule } from "./firewall-rules";
import { HypotheticalVpc } from "./hypothetical-vpc";
import { inboundIps } from "./inbound-endpoints";
import { plainFlag, plainText } from "./plain-values";
import { privateZones, type ReadZone } from "./private-zones";
import { type ReadAssociation, ruleAssociations } from "./resolver-rules";

/** A VPC and its DNS; each part is read from the graph when it is first needed. */
export class Vpc implements VpcDns {
  readonly id: string;
  readonly name: string;
  /** Undefined if only an id is known. */
  readonly resource?: Resource;
  /** Whether Terraform creates it here, so nothing is added outside the input. */
  readonly managed: boolean;
  /** A reference to it, or its id. */
  readonly value: Value;
  private readonly read = new Map<string, unknown>();

  constructor(
    private readonly facts: Facts,
    of: Resource | string,
  ) {
    const { graph } = facts;
    if (typeof of === "string") {
      this.id = this.name = of;
      this.value = literal(of);
      this.managed = false;
      return;
    }
    this.resource = of;
    this.value = { kind: "reference", to: of.key, attribute: "id" };
    this.id = identityOf(graph.resolve(this.value));
    this.name = of.address;
    this.managed = of.mode === "managed";
  }

  /** The Region of its provider, or else according to its zones, endpoint services, or ARN. */
  get region(): Maybe<string> {
    return this.once("region", () => {
      const { graph } = this.facts;
      const own = this.resource && (graph.text(this.resource.get("region")) ?? this.resource.provider?.region);
      const arn = this.resource && graph.text(this.resource.get("arn"))?.split(":");
      const found = own ?? (arn?.[0] === "arn" ? arn[3] : undefined) ?? this.regionOfContents();
      if (found) return found;
      return unknownFact(this.resource ? `the region of the provider of ${this.name}` : `the region of ${this.name}`);
    });
  }

  private regionOfContents(): string | undefined {
    const { graph } = this.facts;
    const inside = (type: string) => graph.referrers(type, "vpc_id", this.value).certain;
    for (const subnet of inside("aws_subnet")) {
      const region = regionOfZone(graph.text(subnet.get("availability_zone")) ?? "");
      if (region !== undefined) return region;
    }
    for (const endpoint of inside("aws_vpc_endpoint")) {
      // An endpoint for a service in another Region names that Region.
      if (!isUnset(graph, endpoint, "service_region")) continue;
      const region = endpointServiceOf(graph.text(endpoint.get("service_name")) ?? "")?.region;
      if (region !== undefined) return region;
    }
    return undefined;
  }

  get cidrBlocks(): readonly Maybe<string>[] {
    return this.once("cidrBlocks", () => {
      const { graph } = this.facts;
      const { certain, possible } = graph.referrers("aws_vpc_ipv4_cidr_block_association", "vpc_id", this.value);
      const secondary = [...certain, ...possible].map((association) => association.get("cidr_block"));
      return [this.attribute("cidr_block"), ...secondary].map((value) =>
        plainText(graph, value, `cidr_block of ${this.name}`),
      );
    });
  }

  /** On by default (VPC-01). */
  get dnsSupport(): Maybe<boolean> {
    return this.flag("enable_dns_support", true);
  }

  /** Off by default, except for an account's default VPC (VPC-01). */
  get dnsHostnames(): Maybe<boolean> {
    return this.flag("enable_dns_hostnames", this.resource?.type === "aws_default_vpc");
  }

  /** The DHCP options with the resources that set them. */
  get dhcp(): DhcpServers {
    return this.once("dhcp", () => {
      const dhcp = dhcpServersOf(this.facts, this);
      const { servers, resource } = dhcp;
      if (isUnknownFact(servers)) {
        return this.assumes("amazon-provided-dns") ? { ...dhcp, servers: [amazonProvidedDns] } : dhcp;
      }
      const others = servers.filter((server) => !isOwnResolver(server, this));
      if (others.length > 0) this.contradicts("amazon-provided-dns", `${resource} names ${others.join(", ")}`);
      return dhcp;
    });
  }

  get dhcpServers(): Maybe<readonly string[]> {
    return this.dhcp.servers;
  }

  get dhcpResource(): string {
    return this.dhcp.resource;
  }

  get rules(): readonly ReadAssociation[] {
    return this.once("rules", () => ruleAssociations(this.facts, this.value));
  }

  get zones(): readonly ReadZone[] {
    return this.once("zones", () => privateZones(this.facts, this.value));
  }

  get endpoints(): readonly ReadEndpointZone[] {
    return this.once("endpoints", () => endpointZones(this.facts, this.value, this.region));
  }

  get firewall(): readonly ReadFirewallRule[] {
    return this.once("firewall", () => firewallRules(this.facts, this.value));
  }

  get inboundIps(): readonly Maybe<string>[] {
    return this.facts.once(inboundIps).get(this.id) ?? [];
  }

  get autodefinedReverse(): Maybe<boolean> {
    return this.once("autodefinedReverse", () => {
      const { graph } = this.facts;
      const { certain, possible } = graph.referrers("aws_route53_resolver_config", "resource_id", this.value);
      const [config] = certain;
      if (!config) return possible[0] ? unknownFact(`resource_id of ${possible[0].address}`) : true;
      const flag = plainText(graph, config.get("autodefined_reverse_flag"), `the flag of ${config.address}`);
      return typeof flag === "string" ? flag !== "DISABLE" : flag;
    });
  }

  get unseenRules(): readonly UnknownFact[] {
    const module = this.resource && unreadModuleOf(this.facts, this.resource);
    if (module) return [unknownFact(`which resolver rules ${this.name} has: ${module.expression}: ${module.why}`)];
    if (this.managed || this.assumes("no-other-resolver-rules")) return [];
    const id = (this.resource && this.facts.graph.knownId(this.resource)) ?? this.id;
    const look = `aws route53resolver list-resolver-rule-associations --filters Name=VPCId,Values=${id}`;
    return [
      unknownFact(`which other rules ${this.name} has: ${look}, or add the state that creates it as another input`),
    ];
  }

  /** With correct attributes and DHCP options, to see only the effect of rules and zones. */
  get rulesAlone(): VpcDns {
    const healthy = { dnsSupport: true, dnsHostnames: true, dhcpServers: [amazonProvidedDns] };
    return this.once("rulesAlone", () => new HypotheticalVpc(this, healthy));
  }

  /** The same with only the known rules, and without DNS Firewall. */
  get seenRulesAlone(): VpcDns {
    if (this.unseenRules.length === 0 && this.firewall.length === 0) return this.rulesAlone;
    return this.once("seenRulesAlone", () => new HypotheticalVpc(this.rulesAlone, { unseenRules: [], firewall: [] }));
  }

  /** With everything else correct, to see only the effect of the DHCP options. */
  get dhcpAlone(): VpcDns {
    const healthy = { dnsSupport: true, dnsHostnames: true, rules: [], zones: [], endpoints: [] };
    const nothingElse = { ...healthy, unseenRules: [], firewall: [] };
    return this.once("dhcpAlone", () => new HypotheticalVpc(this, nothingElse));
  }

  /** The same for a host whose resolv.conf has only this server. */
  askedOf(server: string): VpcDns {
    return this.once(`askedOf ${server}`, () => new HypotheticalVpc(this.dhcpAlone, { dhcpServers: [server] }));
  }

  private assumes(statement: StatementName): boolean {
    return this.facts.once(assumptions).use(statement, () => this.names()) !== undefined;
  }

  private contradicts(statement: StatementName, what: string): void {
    this.facts.once(assumptions).contradict(statement, () => this.names(), what);
  }

  private names(): readonly string[] {
    return this.resource ? namesOf(this.facts, this.resource) : [this.id];
  }

  private flag(attribute: string, absent: boolean): Maybe<boolean> {
    return this.once(attribute, () => {
      const { graph } = this.facts;
      // The provider computes an attribute that is not set, even if a plan shows it as known after apply.
      if (this.managed && this.resource && isUnset(graph, this.resource, attribute)) return absent;
      const flag = plainFlag(graph, this.attribute(attribute), `${attribute} of ${this.name}`);
      if (isUnknownFact(flag)) return this.assumes("dns-attributes-on") ? true : flag;
      if (!flag) this.contradicts("dns-attributes-on", `${attribute} of ${this.name} is off`);
      return flag;
    });
  }

  private attribute(name: string): Value {
    return this.resource ? this.facts.graph.get(this.resource, name) : NULL;
  }

  private once<T>(part: string, make: () => T): T {
    if (!this.read.has(part)) this.read.set(part, make());
    return this.read.get(part) as T;
  }
}

export function vpcDnsFacts(facts: Facts, resource: Resource): Vpc {
  return new Vpc(facts, resource);
}

function outsideVpcs(): Map<string, Vpc> {
  return new Map();
}

/** The VPC that a value refers to; undefined if it is not known. */
export function vpcDnsOf(facts: Facts, resolution: Resolution): Vpc | undefined {
  if (resolution.kind === "resource") return facts.per(vpcDnsFacts, resolution.resource);
  if (resolution.kind !== "literal" || resolution.value === null) return undefined;
  const id = String(resolution.value);
  const known = facts.once(outsideVpcs);
  let vpc = known.get(id);
  if (!vpc) known.set(id, (vpc = new Vpc(facts, id)));
  return vpc;
}

/** Every VPC of the input once, in the order of reading. */
export function allVpcs(facts: Facts): readonly Vpc[] {
  const { graph } = facts;
  const found = new Map<string, Vpc>();
  for (const type of typesOfFamily("aws_vpc")) {
    for (const resource of graph.all(type, "both")) {
      if (resource.action === "delete") continue;
      const resolution = graph.resolve({ kind: "reference", to: resource.key, attribute: "id" });
      const vpc = vpcDnsOf(facts, resolution) ?? facts.per(vpcDnsFacts, resource);
      if (!found.has(vpc.id)) found.set(vpc.id, vpc);
    }
  }
  return [...found.values()];
}
