/** Checks network ACLs, which apply at the edge of a subnet in both directions, but not to traffic within a subnet. */
import {
  aclLets,
  type AclPeer,
  type NetworkAcl,
  networkAclOf,
  type OpenAcl,
  type Ports,
  publicAddresses,
} from "../aws/network/network-acl";
import { type Direction } from "../aws/network/security-group-rule";
import { identityOf, type Subnet } from "../aws/network/subnet";
import { type Facts } from "../facts";
import { aclRule } from "../fixes/network-acl-fix";
import { fails, type HopAnswer, unknown, worst } from "../hop-answer";
import { type RuleId } from "../rules";

/** The ephemeral ports of Linux; AWS's documentation recommends to allow all ports from 1024. */
const ephemeral: Ports = { first: 32_768, last: 60_999 };
/** The ephemeral ports of a NAT gateway. */
const natPorts: Ports = { first: 1024, last: 65_535 };

/** Answers by what is asked, and the identities of both ends. */
const crossings = () => new Map<string, Map<string, Map<string | undefined, HopAnswer | undefined>>>();
const nameOf = ({ resolution }: Subnet) => identityOf(resolution);

export class AclCrossing {
  private readonly service: Ports;

  /**
   * @param rule the ID of the domain rule to report
   * @param port the TCP port of the service
   */
  constructor(
    private readonly facts: Facts,
    private readonly rule: RuleId,
    port: number,
  ) {
    this.service = { first: port, last: port };
  }

  /** Checks the request from one subnet to another, and the response. */
  between(here: Subnet, there: Subnet): HopAnswer | undefined {
    return this.once("between", here, there, () => worst(this.eachBetween(here, there)));
  }

  /**
   * Checks the subnets of transit gateway attachments. A blocked port there is reported as unknown, because not every
   * rule of those ACLs applies to this traffic.
   */
  through(via: readonly Subnet[], here: Subnet, there: Subnet): HopAnswer | undefined {
    const answers = via.flatMap((subnet) => {
      const isEnd = [here, there].some(({ resolution }) => nameOf(subnet) === identityOf(resolution));
      return isEnd ? [] : [...this.eachThrough(subnet, here, there)];
    });
    const bad = worst(answers);
    if (bad?.verdict !== "fails") return bad;
    const detail = `${bad.detail}, in a subnet of a transit gateway attachment`;
    return unknown(bad.rule, bad.resource, detail, `a separate network ACL for that subnet that allows all traffic`);
  }

  private *eachThrough(subnet: Subnet, here: Subnet, there: Subnet): Iterable<HopAnswer | undefined> {
    const acl = networkAclOf(this.facts, subnet);
    yield this.one(acl, "ingress", here, this.service);
    yield this.one(acl, "egress", there, this.service);
    yield this.one(acl, "ingress", there, ephemeral);
    yield this.one(acl, "egress", here, ephemeral);
  }

  /**
   * Checks the request to public addresses, and the response.
   * @param nat the subnet of the NAT gateway, if the route goes through one
   */
  out(here: Subnet, nat?: Subnet): HopAnswer | undefined {
    return this.once("out", here, nat, () => worst(this.eachOut(here, nat)));
  }

  /** Caches answers, because many workloads share their subnets. */
  private once(
    what: string,
    here: Subnet,
    there: Subnet | undefined,
    ask: () => HopAnswer | undefined,
  ): HopAnswer | undefined {
    const from = entry(this.facts.once(crossings), `${this.rule} ${this.service.first} ${what}`, () => new Map());
    const to = entry(from, nameOf(here), () => new Map());
    return entry(to, there && nameOf(there), ask);
  }

  private *eachBetween(here: Subnet, there: Subnet): Iterable<HopAnswer | undefined> {
    if (this.facts.graph.sameResolved(here.resolution, there.resolution) === "yes") return;
    const [mine, theirs] = [networkAclOf(this.facts, here), networkAclOf(this.facts, there)];
    yield this.one(mine, "egress", there, this.service);
    yield this.one(theirs, "ingress", here, this.service);
    yield this.one(theirs, "egress", here, ephemeral);
    yield this.one(mine, "ingress", there, ephemeral);
  }

  private *eachOut(here: Subnet, nat?: Subnet): Iterable<HopAnswer | undefined> {
    yield* this.edge(here, ephemeral);
    if (!nat || this.facts.graph.sameResolved(here.resolution, nat.resolution) === "yes") return;
    const theirs = networkAclOf(this.facts, nat);
    yield this.one(theirs, "ingress", here, this.service);
    yield* this.edge(nat, natPorts);
    yield this.one(theirs, "egress", here, ephemeral);
  }

  private *edge(subnet: Subnet, own: Ports): Iterable<HopAnswer | undefined> {
    const acl = networkAclOf(this.facts, subnet);
    yield this.one(acl, "egress", publicAddresses, this.service);
    yield this.one(acl, "ingress", publicAddresses, own);
  }

  private one(found: NetworkAcl | OpenAcl, direction: Direction, other: AclPeer, ports: Ports): HopAnswer | undefined {
    if ("why" in found) return this.either(found, direction, other, ports);
    const what = passage(direction, other, ports);
    const answer = aclLets(this.facts, found, direction, other, ports);
    if (answer === "yes") return undefined;
    if (answer === "no") {
      const fixes = aclRule(this.facts, found, direction, other, ports);
      return fails(this.rule, found.name, `does not allow ${what}`, fixes);
    }
    const resolveBy =
      other === publicAddresses
        ? `which of AWS's addresses (ip-ranges.amazonaws.com) the rules of ${found.name} cover`
        : `every rule of ${found.name}`;
    return unknown(this.rule, found.name, `not known whether it allows ${what}`, resolveBy);
  }

  /** Which ACL applies matters only if their answers differ. */
  private either({ why, among }: OpenAcl, direction: Direction, other: AclPeer, ports: Ports): HopAnswer | undefined {
    const answers = among.map((acl) => this.one(acl, direction, other, ports));
    const [first] = answers;
    if (answers.length > 0 && answers.every((answer) => answer === undefined)) return undefined;
    if (first?.verdict === "fails" && answers.every((answer) => answer?.verdict === "fails")) return first;
    const rules = `the rules of ${why.expression}${other === publicAddresses ? "" : ", or the same subnet for both"}`;
    const resolveBy = among.length > 0 ? `the subnets of ${why.expression}, which the deployed state shows` : rules;
    const detail = `not known whether its network ACL allows ${passage(direction, other, ports)}`;
    return unknown(this.rule, why.expression, detail, resolveBy);
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key) as V;
  if (value === undefined && !map.has(key)) map.set(key, (value = make()));
  return value;
}

function passage(direction: Direction, other: AclPeer, { first, last }: Ports): string {
  const port = first === last ? `tcp/${first}` : `tcp/${first}-${last}`;
  return direction === "egress" ? `outbound ${port} to ${other.name}` : `inbound ${port} from ${other.name}`;
}
