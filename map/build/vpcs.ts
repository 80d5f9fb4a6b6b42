/** The nodes of VPCs: zones with subnets, endpoints, and resolver rules. */
import { accountOf } from "../../proof/aws/account/account";
import { notDeleted } from "../../proof/aws/attributes/block";
import { type ReadAssociation } from "../../proof/aws/dns/resolver-rules";
import { allVpcs, type Vpc, vpcDnsOf } from "../../proof/aws/dns/vpc-dns";
import { zoneName } from "../../proof/aws/network/availability-zone";
import { subnetFacts } from "../../proof/aws/network/subnet";
import { endpointsOf, type VpcEndpoint } from "../../proof/aws/network/vpc-endpoint";
import { isUnknownFact } from "../../proof/dns/vpc-dns";
import { type Facts } from "../../proof/facts";
import { type Graph, type Resolution } from "../../proof/graph/graph";
import { type Resource, type ResourceKey } from "../../proof/graph/model";
import { typesOfFamily } from "../../proof/resource-types";
import { answeredNames } from "./names";
import { type NodeList } from "./node-list";
import { maybeList, maybeText, resourceFacts, valueText, yesOrNo } from "./wording";

export class VpcNodes {
  private readonly ofVpc = new Map<string, number>();
  private readonly ofSubnet = new Map<ResourceKey, number>();

  constructor(
    private readonly facts: Facts,
    private readonly nodes: NodeList,
  ) {
    for (const vpc of allVpcs(facts)) this.add(vpc);
    this.addSubnets();
  }

  /** The node of the VPC that a value refers to, added if only its id is known; undefined if the VPC is not known. */
  of(resolution: Resolution): number | undefined {
    const vpc = vpcDnsOf(this.facts, resolution);
    return vpc && (this.ofVpc.get(vpc.id) ?? this.add(vpc));
  }

  subnet(resolution: Resolution): number | undefined {
    if (resolution.kind !== "resource") return undefined;
    const { graph } = this.facts;
    for (const alias of graph.aliases(resolution.resource)) {
      const found = this.ofSubnet.get(alias.key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private add(vpc: Vpc): number {
    const { facts, nodes } = this;
    const { resource } = vpc;
    const region = isUnknownFact(vpc.region) ? undefined : vpc.region;
    const parent = nodes.region(resource && accountOf(facts.graph, resource), region);
    const ranges = vpc.cidrBlocks.filter((range): range is string => typeof range === "string");
    const id = nodes.add(
      {
        kind: "vpc",
        name: displayName(facts.graph, vpc),
        note: ranges.join(", "),
        ...(resource ? { stack: resource.document.name } : {}),
        facts: [
          ...(resource ? resourceFacts(facts.graph, resource) : [["id", vpc.id] as const]),
          ...(vpc.managed ? [] : [["managed", "no: the input refers to it, and may not show all of it"] as const]),
          ["ranges", maybeList(resource ? vpc.cidrBlocks : { unknown: "cidr_block" })],
          ["DNS support", maybeText(vpc.dnsSupport)],
          ["DNS hostnames", maybeText(vpc.dnsHostnames)],
          ["DNS servers of DHCP options", maybeList(vpc.dhcpServers)],
        ],
        names: answeredNames(facts, vpc),
      },
      nodes.group("VPCs", parent),
    );
    this.ofVpc.set(vpc.id, id);
    // In this order they appear below the VPC.
    nodes.group("Workloads", id);
    nodes.group("Subnets", id);
    nodes.group("File systems", id);
    this.addEndpoints(vpc, id);
    for (const rule of vpc.rules) this.addRule(rule, id);
    return id;
  }

  private addEndpoints(vpc: Vpc, id: number): void {
    const { graph } = this.facts;
    const { certain, possible } = endpointsOf(this.facts, graph.resolve(vpc.value));
    for (const endpoint of certain) this.addEndpoint(endpoint, id, "");
    for (const endpoint of possible) this.addEndpoint(endpoint, id, "may be of another VPC");
  }

  private addEndpoint(endpoint: VpcEndpoint, vpc: number, note: string): void {
    const { nodes } = this;
    const { graph } = this.facts;
    const { resource, service, type, privateDns, region } = endpoint;
    nodes.add(
      {
        kind: "endpoint",
        name: service ?? resource.address,
        note: note || (type ?? ""),
        stack: resource.document.name,
        facts: [
          ...resourceFacts(graph, resource),
          ["service", valueText(graph, resource.get("service_name"))],
          ...(region === undefined ? [] : [["Region of the service", region] as const]),
          ["type", type ?? "unknown"],
          ...(type === "Gateway" ? [] : [["private DNS", yesOrNo(privateDns)] as const]),
        ],
      },
      nodes.group("VPC endpoints", vpc),
    );
  }

  private addRule({ domain, type, targets, rule, source, mayBe }: ReadAssociation, vpc: number): void {
    const sent = targets === undefined || type === "SYSTEM" ? [] : [["sent to", maybeList(targets)] as const];
    this.nodes.add(
      {
        kind: "rule-association",
        name: maybeText(domain),
        note: maybeText(type),
        stack: source.document.name,
        facts: [
          ["domain", maybeText(domain)],
          ["type", maybeText(type)],
          ...sent,
          ["rule", rule],
          ["associated by", source.address],
          ["stack", source.document.name],
          ...(mayBe ? [["unknown", mayBe.unknown] as const] : []),
        ],
      },
      this.nodes.group("Resolver rules", vpc),
    );
  }

  private addSubnets(): void {
    const { facts, nodes } = this;
    for (const resource of typesOfFamily("aws_subnet").flatMap((type) => notDeleted(facts.graph.all(type, "both")))) {
      const subnet = facts.per(subnetFacts, resource);
      const vpc = this.of(subnet.vpc);
      if (vpc === undefined || this.subnet(subnet.resolution) !== undefined) continue;
      const zone = nodes.once("zone", zoneName(facts.graph, subnet.zone), nodes.group("Subnets", vpc));
      const range = facts.graph.text(facts.graph.get(resource, "cidr_block"));
      const id = nodes.add(
        {
          kind: "subnet",
          name: shortAddress(resource),
          ...(range === undefined ? {} : { note: range }),
          stack: resource.document.name,
          facts: [
            ...resourceFacts(facts.graph, resource),
            ["zone", zoneName(facts.graph, subnet.zone)],
            ["range", range ?? "unknown"],
          ],
        },
        zone,
      );
      this.ofSubnet.set(resource.key, id);
    }
  }
}

/** A VPC by its Name tag, or its address. */
function displayName(graph: Graph, { name, resource }: Vpc): string {
  const tag = resource && graph.text(graph.get(resource, "tags.Name"));
  return tag ?? (resource ? shortAddress(resource) : name);
}

/** Without the type, which the kind says. */
export function shortAddress({ address, type, mode }: Resource): string {
  return address.replace(`${mode === "data" ? "data." : ""}${type}.`, "") || address;
}
