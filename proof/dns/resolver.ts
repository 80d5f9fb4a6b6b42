import { Addresses } from "./addresses";
import { type DnsAnswer, merge, type Outcome } from "./answer";
import { type Candidate, candidatesOf, possibleWinners } from "./candidate";
import { decide, zonesAndEndpoints } from "./decide";
import { blockingFromOutside, blockingOf } from "./firewall";
import { type Labels, labelsOf, nameOf } from "./name";
import { askServers, type ServerContext } from "./servers";
import { isUnknownFact, type VpcDns } from "./vpc-dns";

/** The answers of one VPC's resolver for a name. */
interface Resolution {
  outcomes: Outcome[];
  candidates: Candidate[];
  winner?: Candidate;
  /** The query returned to a VPC that is still waiting, so the answer holds only for that client. */
  looped: boolean;
}

/** One name on its way through VPCs that forward it. */
interface Query {
  labels: Labels;
  /** VPCs that wait for an answer. */
  asking: Set<string>;
  looped: boolean;
  steps: number;
}

/** The maximum number of VPCs that forward one query; larger chains are not realistic. */
const maxSteps = 500;

/**
 * Answers names in VPCs that are judged together, so a query that one VPC forwards to another's inbound endpoint is
 * followed. The verdict has three values: an unknown input makes it `unknown` only if it could change the verdict. Not
 * considered: network paths to targets, and servers outside these VPCs, which count as outside AWS.
 */
export class VpcResolvers {
  private readonly answered = new WeakMap<VpcDns, Map<string, DnsAnswer>>();
  private readonly resolved = new WeakMap<VpcDns, Map<string, Resolution>>();
  private known?: Addresses;

  constructor(private readonly vpcs: readonly VpcDns[]) {}

  /** The answer for a client in the VPC: DHCP options first, then the VPC's resolver. */
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

  /** Read when the first query is forwarded to an address. */
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

  /** DNS Firewall applies before everything else, unless the VPC's resolver does not answer at all. */
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
    if (isUnknownFact(vpc.dnsSupport)) {
      outcomes.push({ ...off, resolveBy: vpc.dnsSupport.unknown, detail: `${vpc.name} may have DNS support off` });
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
    resolveBy: "a resolver that forwards through fewer VPCs",
  };
}
