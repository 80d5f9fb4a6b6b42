/** Security groups with all of their rules. */
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { literal, type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { family } from "../../resource-types";
import { isUnset, referrersOf } from "../attributes/block";
import { unreadModuleOf } from "../unread-module";
import { assumedRules } from "./assumed-security-group-rule";
import { type Direction, inlineRule, type SecurityGroupRule, standaloneRules } from "./security-group-rule";
import { describeResolution, identityOf } from "./subnet";

export interface SecurityGroup {
  /** Name in messages: address, id or expression. */
  readonly name: string;
  readonly resolution: Resolution;
  readonly vpc: Resolution;
  rules(direction: Direction): SecurityGroupRules;
}

type Made = Extract<Resolution, { kind: "attribute" }>;

export interface SecurityGroupRules {
  readonly rules: readonly SecurityGroupRule[];
  /** Set if there may be rules outside the input. */
  readonly others?: Unknown;
}

const groupFacts = () => new Map<string, SecurityGroup>();

export function securityGroupOf(facts: Facts, value: Value): SecurityGroup {
  const resolution = facts.graph.resolve(value, "aws_security_group");
  const adopted = resolution.kind === "attribute" ? adoptedGroup(facts, resolution) : undefined;
  if (adopted) return securityGroupOf(facts, adopted);
  const made = facts.once(groupFacts);
  const key = identityOf(resolution);
  const known = resolution.kind === "unknown" ? undefined : made.get(key);
  if (known) return known;
  const group = new ReadSecurityGroup(facts, value, resolution);
  if (resolution.kind !== "unknown") made.set(key, group);
  return group;
}

/** Groups that AWS creates with a VPC or a cluster, even if nothing references them. */
export function defaultSecurityGroupOf(facts: Facts, vpc: Resolution): SecurityGroup {
  if (vpc.kind === "resource") {
    return securityGroupOf(facts, { kind: "reference", to: vpc.resource.key, attribute: "default_security_group_id" });
  }
  const name = `default security group of ${describeResolution(facts.graph, vpc)}`;
  return securityGroupOf(facts, unknownValue(name, "its VPC is not in the input"));
}

/** A VPC's default group that Terraform manages, which removes its original rules. */
function adoptedGroup(facts: Facts, { resource, attribute }: Made): Value | undefined {
  if (attribute !== "default_security_group_id") return undefined;
  const { certain, possible } = referrersOf(facts, "aws_default_security_group", "vpc_id", resource);
  const [adopted] = certain;
  if (adopted) return { kind: "reference", to: adopted.key, attribute: "id" };
  const [maybe] = possible;
  return maybe && unknownValue(`vpc_id of ${maybe.address}`, `may take over the default group of ${resource.address}`);
}

class ReadSecurityGroup implements SecurityGroup {
  readonly name: string;
  private place: Resolution | undefined;
  private readonly read = new Map<Direction, SecurityGroupRules>();

  constructor(
    private readonly facts: Facts,
    private readonly value: Value,
    readonly resolution: Resolution,
  ) {
    this.name = nameOf(facts, resolution);
  }

  get vpc(): Resolution {
    return (this.place ??= this.readVpc());
  }

  private readVpc(): Resolution {
    const { resolution } = this;
    if (resolution.kind === "resource") {
      const { graph } = this.facts;
      if (!isUnset(graph, resolution.resource, "vpc_id"))
        return graph.resolve(graph.get(resolution.resource, "vpc_id"));
    }
    if (resolution.kind === "attribute" && family(resolution.resource.type) === "aws_vpc") {
      return { kind: "resource", resource: resolution.resource, attribute: "id" };
    }
    return unknownValue(`vpc_id of ${this.name}`, "the security group is not in the input");
  }

  rules(direction: Direction): SecurityGroupRules {
    let rules = this.read.get(direction);
    if (!rules) this.read.set(direction, (rules = this.readRules(direction)));
    return rules;
  }

  private readRules(direction: Direction): SecurityGroupRules {
    const { resolution } = this;
    if (resolution.kind === "unknown") return { rules: [], others: resolution };
    const rules = [...this.ownRules(direction), ...standaloneRules(this.facts, this.value, direction)];
    const others = this.otherRules(direction);
    rules.push(...assumedRules(this.facts, resolution, direction, rules, others !== undefined));
    return { rules, others };
  }

  private *ownRules(direction: Direction): Iterable<SecurityGroupRule> {
    const { resolution } = this;
    const owner = ownerOf(this.facts, resolution);
    if (owner) return yield* madeByAws(owner, direction);
    if (resolution.kind !== "resource") return;
    for (const alias of this.facts.graph.aliases(resolution.resource)) {
      for (const block of alias.blocks(direction).items) yield inlineRule(this.facts, alias, block);
    }
  }

  private otherRules(direction: Direction): Unknown | undefined {
    const { resolution } = this;
    if (resolution.kind === "unknown") return resolution;
    if (resolution.kind === "literal") {
      const owner = ownerOf(this.facts, resolution);
      return owner ? undefined : unknownValue(this.name, "the security group is not in the input");
    }
    const { resource } = resolution;
    if (isFound(resource)) return unknownValue(this.name, "an existing security group can have any rules");
    if (resolution.kind === "attribute") return undefined;
    const module = unreadModuleOf(this.facts, resource);
    if (module || isUnset(this.facts.graph, resource, direction)) return module;
    return resource.blocks(direction).unknownRest;
  }
}

function nameOf({ graph }: Facts, resolution: Resolution): string {
  if (resolution.kind !== "attribute") return describeResolution(graph, resolution);
  const what = resolution.attribute === "default_security_group_id" ? "default" : "cluster";
  return `the ${what} security group of ${resolution.resource.address}`;
}

/** The default VPC existed before, so it is not created in the input. */
function isFound({ mode, type }: Resource): boolean {
  return mode === "data" || type === "aws_default_vpc";
}

/** A group that AWS creates with a resource: by reference before that exists, by the id in the cluster afterwards. */
function ownerOf(facts: Facts, resolution: Resolution): Resource | undefined {
  if (resolution.kind === "attribute") return resolution.resource;
  return resolution.kind === "literal" ? facts.once(clustersByGroup).get(String(resolution.value)) : undefined;
}

function clustersByGroup({ graph }: Facts): ReadonlyMap<string, Resource> {
  const clusters = new Map<string, Resource>();
  for (const cluster of graph.all("aws_eks_cluster")) {
    const id = graph.text(cluster.get("vpc_config.cluster_security_group_id"));
    if (id) clusters.set(id, cluster);
  }
  return clusters;
}

/**
 * The default group of a VPC, and the cluster group: all outbound traffic, and inbound traffic from the group itself.
 */
function* madeByAws(owner: Resource, direction: Direction): Iterable<SecurityGroupRule> {
  if (isFound(owner)) return;
  const open = { resource: owner.address, protocol: "-1", from: -1, to: -1, prefixLists: [], groups: [] };
  yield direction === "egress"
    ? { ...open, cidrs: [literal("0.0.0.0/0"), literal("::/0")], self: false }
    : { ...open, cidrs: [], self: true };
}
