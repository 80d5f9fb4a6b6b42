/** The nodes of file systems and mount targets: below the VPC of the mount targets, or else below the Region. */
import { accountOf, regionOf } from "../../proof/aws/account/account";
import { notDeleted } from "../../proof/aws/attributes/block";
import { type MountTarget, mountTargetsOf } from "../../proof/aws/efs/mount-target";
import { zoneName } from "../../proof/aws/network/availability-zone";
import { type Facts } from "../../proof/facts";
import { type Resource, type ResourceKey } from "../../proof/graph/model";
import { type NodeList } from "./node-list";
import { shortAddress, type VpcNodes } from "./vpcs";
import { resourceFacts, valueText } from "./wording";

export class FileSystemNodes {
  private readonly nodeOf = new Map<ResourceKey, number>();

  constructor(
    private readonly facts: Facts,
    private readonly nodes: NodeList,
    private readonly vpcs: VpcNodes,
  ) {
    for (const resource of notDeleted(facts.graph.all("aws_efs_file_system", "both"))) this.add(resource);
  }

  of(resource: Resource): number | undefined {
    for (const alias of this.facts.graph.aliases(resource)) {
      const found = this.nodeOf.get(alias.key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private add(resource: Resource): void {
    const { facts, nodes } = this;
    const { graph } = facts;
    if (this.of(resource) !== undefined) return;
    const targets = mountTargetsOf(facts, { kind: "resource", resource, attribute: "id" });
    const vpcs = targets.certain.map(({ vpc }) => this.vpcs.of(vpc)).filter((vpc) => vpc !== undefined);
    const above = vpcs[0] ?? nodes.region(accountOf(graph, resource), regionOf(graph, resource));
    const id = nodes.add(
      {
        kind: "file-system",
        name: shortAddress(resource),
        stack: resource.document.name,
        facts: [
          ...resourceFacts(graph, resource),
          ["encrypted", valueText(graph, graph.get(resource, "encrypted"))],
          ...(targets.others ? [["other mount targets", "may exist outside of the input"] as const] : []),
        ],
      },
      nodes.group("File systems", above),
    );
    this.nodeOf.set(resource.key, id);
    for (const target of targets.certain) this.addTarget(target, id, "");
    for (const target of targets.possible) this.addTarget(target, id, "may be of another file system");
  }

  private addTarget({ resource, subnet, zone }: MountTarget, fileSystem: number, note: string): void {
    const { graph } = this.facts;
    const place = zoneName(graph, zone);
    const id = this.nodes.add(
      {
        kind: "mount-target",
        name: shortAddress(resource),
        note: note || place,
        stack: resource.document.name,
        facts: [...resourceFacts(graph, resource), ["zone", place], ["subnet", subnet.name]],
      },
      fileSystem,
    );
    const place_ = this.vpcs.subnet(subnet.resolution);
    if (place_ === undefined) return;
    this.nodes.link(id, "in subnet", [place_]);
    this.nodes.link(place_, "mount targets", [id]);
  }
}
