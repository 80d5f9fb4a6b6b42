import { Addresses } from "./addresses";
import { type DnsAnswer, merge, type Outcome } from "./answer";
import { type Candidate, candidatesOf, possibleWinners } from "./candidate";
import { decide } from "./decide";
import { type Labels, labelsOf, nameOf } from "./name";
import { askServers, type ServerContext } from "./servers";
import { isUnknown, type VpcDns } from "./vpc-dns";

/** What one VPC's resolver does with a name. */
interface Resolution {
  outcomes: Outcome[];
  candidates: Candidate[];
  winner?: Candidate;
  /** It came back to a VPC that was being asked, so it holds for that asker alone. */
  looped: boolean;
}

/** One name on its way through VPCs that forward it to one another. */
interface Query {
  labels: Labels;
  /** VPCs that wait for an answer. */
  asking: Set<string>;
  looped: boolean;
  steps: number;
}

/** How often one query may be handed on between VPCs; meshes that need more are made to exhaust. */
const maxSteps = 500;

/**
 * Answers names in VPCs that are judged together, so that a query which one VPC forwards to another's inbound endpoint
 * is followed there. The verdict is three-valued: an input left open makes it `unknown` only where it could change it.
 *
 * Not weighed: DNS Firewall, network paths to targets, and what servers outside of these VPCs do with a query (they
 * count as not AWS).
 */
export class VpcResolvers {
  private readonly vpcs: ReadonlyMap<string, VpcDns>;
  private readonly addresses: Addresses;
  private readonly resolved = new Map<string, Resolution>();

  constructor(vpcs: readonly VpcDns[]) {
    this.vpcs = new Map(vpcs.map((vpc) => [vpc.id, vpc]));
    this.addresses = new Addresses(vpcs);
  }

  /**
   * How a client in the VPC gets its answer: DHCP options first, then the VPC's resolver.
   *
   * @throws if there is no such VPC
   */
  answer(vpcId: string, name: string): DnsAnswer {
    const vpc = this.vpcs.get(vpcId);
    if (vpc === undefined) throw new Error(`no VPC '${vpcId}'; there are: ${[...this.vpcs.keys()].join(", ")}`);
    const query: Query = { labels: labelsOf(name), asking: new Set(), looped: false, steps: 0 };
    let asked: Resolution | undefined;
    const outcomes = askServers(vpc, query.labels, {
      ...this.context(query),
      ownResolver: () => (asked ??= this.resolve(vpc, query)).outcomes,
    });
    const decisive = asked as Resolution | undefined;
    return {
      ...merge(outcomes),
      name,
      vpc: vpcId,
      outcomes,
      candidates: decisive?.candidates ?? [],
      winner: decisive?.winner,
    };
  }

  private context(query: Query): Omit<ServerContext, "ownResolver"> {
    return {
      addresses: this.addresses,
      otherResolver: (other) => {
        if (!query.asking.has(other.id)) return merge(this.resolve(other, query).outcomes);
        query.looped = true;
        return undefined;
      },
    };
  }

  private resolve(vpc: VpcDns, query: Query): Resolution {
    const key = `${vpc.id}\0${nameOf(query.labels)}`;
    const known = this.resolved.get(key);
    if (known !== undefined) return known;
    if (++query.steps > maxSteps) {
      query.looped = true;
      return { outcomes: [exhausted(vpc)], candidates: [], looped: true };
    }
    const before = query.looped;
    query.looped = false;
    query.asking.add(vpc.id);
    const resolution = this.resolveAfresh(vpc, query);
    query.asking.delete(vpc.id);
    if (!resolution.looped) this.resolved.set(key, resolution);
    query.looped = before || resolution.looped;
    return resolution;
  }

  private resolveAfresh(vpc: VpcDns, query: Query): Resolution {
    const off: Outcome = {
      verdict: "no",
      answerer: { by: "nobody" },
      rule: "VPC-01",
      resource: vpc.id,
      detail: `enable_dns_support of ${vpc.id} is off: its resolver answers nobody`,
    };
    if (vpc.dnsSupport === false) return { outcomes: [off], candidates: [], looped: false };
    const candidates = candidatesOf(vpc, query.labels);
    const decisions = possibleWinners(candidates, query.labels).flatMap((winner) =>
      decide(winner, candidates, { vpc, labels: query.labels, ...this.context(query) }),
    );
    const outcomes = decisions.map(({ outcome }) => outcome);
    if (isUnknown(vpc.dnsSupport)) {
      outcomes.push({ ...off, settle: vpc.dnsSupport.unknown, detail: `${vpc.id} may have DNS support off` });
    }
    const winners = new Set(decisions.map(({ by }) => by));
    const winner = winners.size === 1 ? decisions[0]?.by : undefined;
    return { outcomes, candidates, winner, looped: query.looped };
  }
}

function exhausted(vpc: VpcDns): Outcome {
  return {
    verdict: "unknown",
    answerer: { by: "unknown" },
    rule: "DNS-14",
    resource: vpc.id,
    detail: `the query is handed on between VPCs more than ${maxSteps} times`,
    settle: "a resolver that forwards to fewer VPCs",
  };
}
