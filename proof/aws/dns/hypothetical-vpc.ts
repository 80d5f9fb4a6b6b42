/** A copy of a VPC's DNS with some parts replaced; the others are still read when they are needed. */
import { type VpcDns } from "../../dns/vpc-dns";

export class HypotheticalVpc implements VpcDns {
  constructor(
    private readonly of: VpcDns,
    private readonly parts: Partial<VpcDns>,
  ) {}

  get id() {
    return this.of.id;
  }

  get name() {
    return this.of.name;
  }

  get region() {
    return this.of.region;
  }

  get cidrBlocks() {
    return this.of.cidrBlocks;
  }

  get dnsSupport() {
    return this.parts.dnsSupport ?? this.of.dnsSupport;
  }

  get dnsHostnames() {
    return this.parts.dnsHostnames ?? this.of.dnsHostnames;
  }

  get dhcpServers() {
    return this.parts.dhcpServers ?? this.of.dhcpServers;
  }

  get dhcpResource() {
    return this.of.dhcpResource;
  }

  get rules() {
    return this.parts.rules ?? this.of.rules;
  }

  get zones() {
    return this.parts.zones ?? this.of.zones;
  }

  get endpoints() {
    return this.parts.endpoints ?? this.of.endpoints;
  }

  get inboundIps() {
    return this.of.inboundIps;
  }

  get autodefinedReverse() {
    return this.of.autodefinedReverse;
  }

  get firewall() {
    return this.parts.firewall ?? this.of.firewall;
  }

  get unseenRules() {
    return this.parts.unseenRules ?? this.of.unseenRules;
  }
}
