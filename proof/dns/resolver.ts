import { Addresses } from "./addresses";
import { type DnsAnswer, merge, type Outcome } from "./answer";
import { type Candidate, candidatesOf, possibleWinners } from "./candidate";
import { decide, zonesAndEndpoints } from "./decide";
import { blockingFromOutside, blockingOf } from "./firewall";
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
 * Not weighed: network paths to targets, and what servers outside of these VPCs do with a query (they count as not AWS).
 */
export class VpcResolvers {
  private readonly answered = new WeakMap<VpcDns, Map<string, DnsAnswer>>();
  private readonly resolved = new WeakMap<VpcDns, Map<string, Resolution>>();
  private known?: Addresses;

  constructor(private readonly vpcs: readonly VpcDns[]) {}

  /** How a client in the VPC gets its answer: DHCP options first, then the VPC's resolver. */
  answer(vpc: VpcDns, name: string): DnsAnswer {
    const known = within(this.answered, vpc);
    let answer = known.get(name);
    if (answer === undefined) known.set(name, (answer = this.answerAfresh(vpc, name)));
    return answer;
  }

  private answerAfresh(vpc: VpcDns, name: string): DnsAnswer {
    const query: Query = { labels: labelsOf(name), asking: new Set(), looped: false, steps: 0 };
    let asked: Resolution | undefined;
    const outcomes = askServers(vpc, query.labels, {
      ...this.context(query),
      ownResolver: () => (asked ??= this.resolveFiltered(vpc, query)).outcomes,
    });
    const decisive = asked as Resolution | undefined;
    return {
      ...merge(outcomes),
      name,
      vpc: vpc.id,
      outcomes,
      candidates: decisive?.candidates ?? [],
      winner: decisive?.winner,
    };
  }

  /** Read when the first query is led to an address. */
  private get addresses(): Addresses {
    return (this.known ??= new Addresses(this.vpcs));
  }

  private context(query: Query): Omit<ServerContext, "ownResolver"> {
    const addresses = () => this.addresses;
    return {
      addresses,
      otherResolver: (other) => {
        if (!query.asking.has(other.id)) {
          const { outcomes } = this.resolve(other, query);
          return merge([...outcomes, ...blockingFromOutside(other, query.labels)]);
        }
        query.looped = true;
        return undefined;
      },
    };
  }

  /** DNS Firewall goes before all else that the VPC's resolver would do, unless that answers nobody. */
  private resolveFiltered(vpc: VpcDns, query: Query): Resolution {
    const resolution = this.resolve(vpc, query);
    const { outcomes, certain } = blockingOf(vpc, query.labels);
    if (outcomes.length === 0 || vpc.dnsSupport === false) return resolution;
    if (certain) return { ...resolution, outcomes: [...outcomes], winner: undefined };
    return { ...resolution, outcomes: [...resolution.outcomes, ...outcomes] };
  }

  private resolve(vpc: VpcDns, query: Query): Resolution {
    const known = within(this.resolved, vpc);
    const name = nameOf(query.labels);
    const before = known.get(name);
    if (before !== undefined) return before;
    if (++query.steps > maxSteps) {
      query.looped = true;
      return { outcomes: [exhausted(vpc)], candidates: [], looped: true };
    }
    const looped = query.looped;
    query.looped = false;
    query.asking.add(vpc.id);
    const resolution = this.resolveAfresh(vpc, query);
    query.asking.delete(vpc.id);
    if (!resolution.looped) known.set(name, resolution);
    query.looped = looped || resolution.looped;
    return resolution;
  }

  private resolveAfresh(vpc: VpcDns, query: Query): Resolution {
    const off: Outcome = {
      verdict: "no",
      answerer: { by: "nobody" },
      rule: "VPC-01",
      resource: vpc.name,
      detail: `enable_dns_support of ${vpc.name} is off, so its resolver does not answer`,
    };
    if (vpc.dnsSupport === false) return { outcomes: [off], candidates: [], looped: false };
    const candidates = candidatesOf(vpc, query.labels);
    const { labels } = query;
    const context = { vpc, labels, ...zonesAndEndpoints(candidates), ...this.context(query) };
    const decisions = possibleWinners(candidates, labels).flatMap((winner) => decide(winner, context));
    const outcomes = decisions.map(({ outcome }) => outcome);
    if (isUnknown(vpc.dnsSupport)) {
      outcomes.push({ ...off, settle: vpc.dnsSupport.unknown, detail: `${vpc.name} may have DNS support off` });
    }
    const winners = new Set(decisions.map(({ by }) => by));
    const winner = winners.size === 1 ? decisions[0]?.by : undefined;
    return { outcomes, candidates, winner, looped: query.looped };
  }
}

function within<T>(known: WeakMap<VpcDns, Map<string, T>>, vpc: VpcDns): Map<string, T> {
  let ofVpc = known.get(vpc);
  if (ofVpc === undefined) known.set(vpc, (ofVpc = new Map()));
  return ofVpc;
}

function exhausted(vpc: VpcDns): Outcome {
  return {
    verdict: "unknown",
    answerer: { by: "unknown" },
    rule: "DNS-14",
    resource: vpc.name,
    detail: `the query is forwarded between VPCs more than ${maxSteps} times`,
    settle: "a resolver that forwards through fewer VPCs",
  };
}
