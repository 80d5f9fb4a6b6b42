/**
 * Endpoints in another VPC: a private zone, a Route 53 Profile or another VPC's inbound endpoint resolves the service's
 * name to them, and peering or a transit gateway routes the packets (EP-12).
 */
import { inboundIps } from "../aws/dns/inbound-endpoints";
import { answerIn } from "../aws/dns/resolvers";
import { allVpcs, type Vpc, vpcDnsOf } from "../aws/dns/vpc-dns";
import { recordFor } from "../aws/dns/zone-record";
import { endpointFacts, type VpcEndpoint } from "../aws/network/vpc-endpoint";
import { type DnsAnswer, type Outcome } from "../dns/answer";
import { recordFix } from "../fixes/private-zone-fix";
import { type Resource } from "../graph/model";
import { fails, type HopAnswer, unknown, worst } from "../hop-answer";
import { type Position } from "../workloads/task-position";
import { reachEndpoint } from "./endpoint-reachability";
import { queryCrossing } from "./query-crossing";

/** Checks a name that resolves neither to an endpoint in this VPC nor through public DNS. */
export interface Elsewhere {
  /** Undefined if the task reaches it. */
  readonly answer: HopAnswer | undefined;
}

/**
 * Undefined if public DNS or a server outside AWS answers.
 * @param outside checks whether the task reaches the public addresses of the name
 */
export function elsewhere(
  at: Position,
  service: string,
  name: string,
  outside: () => HopAnswer | undefined,
): Elsewhere | undefined {
  const { facts } = at;
  const vpc = vpcDnsOf(facts, at.vpc);
  // Most VPCs have none of these, so nothing else can answer.
  if (!vpc) return undefined;
  const isAlone = vpc.zones.length === 0 && !vpc.endpoints.some(({ profile }) => profile);
  if (isAlone && facts.once(inboundIps).size === 0) return undefined;
  const answer = answerIn(facts, vpc.seenRulesAlone, name);
  const leading = answer.outcomes.filter((outcome) => isElsewhere(outcome, vpc));
  if (leading.length === 0) return undefined;
  const answers = answer.outcomes.map((outcome) =>
    isElsewhere(outcome, vpc) ? along(at, service, name, vpc, answer, outcome) : outside(),
  );
  const [first] = answers;
  if (answers.every((one) => one?.verdict === first?.verdict)) return { answer: first };
  const bad = worst(answers)!;
  if (bad.verdict === "unknown") return { answer: bad };
  const resolveBy = answer.resolveBy ?? answer.outcomes.find((one) => one.resolveBy !== undefined)?.resolveBy;
  // The outcome that is not known decides, and not what holds without it.
  const maybe = answer.outcomes.find((one) => one.verdict === "unknown" && isElsewhere(one, vpc));
  if (maybe) {
    const detail = `${maybe.detail}; otherwise ${bad.detail}`;
    return { answer: unknown("EP-12", maybe.resource, detail, resolveBy ?? `the records of ${maybe.resource}`) };
  }
  return {
    answer: unknown(bad.rule, bad.resource, bad.detail, resolveBy ?? `which server answers ${name} in ${vpc.name}`),
  };
}

function isElsewhere({ answerer }: Outcome, vpc: Vpc): boolean {
  if (answerer.by !== "aws") return false;
  if (answerer.from !== "endpoint") return answerer.from === "zone";
  return answerer.vpc !== vpc.name || profileEndpoint(vpc, answerer.resource) !== undefined;
}

/** The endpoint of a Route 53 Profile of the VPC. */
function profileEndpoint(vpc: Vpc, address: string | undefined): Resource | undefined {
  return vpc.endpoints.find(({ resource, profile }) => profile && resource === address)?.endpoint;
}

function along(
  at: Position,
  service: string,
  name: string,
  vpc: Vpc,
  asked: DnsAnswer,
  { answerer, verdict, resource, detail, resolveBy }: Outcome,
): HopAnswer | undefined {
  const { facts } = at;
  if (answerer.by !== "aws") return undefined;
  const owner = [vpc, ...allVpcs(facts)].find((one) => one.name === answerer.vpc) ?? vpc;
  const crossing = owner.id === vpc.id ? undefined : queryCrossing(facts, asked, owner);
  if (answerer.from === "endpoint") {
    const ofProfile = profileEndpoint(owner, answerer.resource);
    if (ofProfile && verdict === "unknown") {
      return unknown("EP-12", resource, detail, resolveBy ?? `private_dns_enabled = true on ${ofProfile.address}`);
    }
    if (ofProfile) return worst([crossing, reachIt(at, service, facts.per(endpointFacts, ofProfile))]);
    const [endpoint] = facts.graph
      .all("aws_vpc_endpoint", "both")
      .filter((one) => one.address === answerer.resource && isIn(at, one, owner));
    if (!endpoint)
      return unknown("EP-12", resource, detail, `add the plan or state that contains ${answerer.resource}`);
    return worst([crossing, reachIt(at, service, facts.per(endpointFacts, endpoint))]);
  }
  const zone = owner.zones.find((one) => one.resource === answerer.resource)?.zone;
  if (verdict === "no") {
    return fails("EP-12", resource, detail, zone ? recordFix(facts, zone, name, service) : []);
  }
  if (verdict === "unknown") return unknown("EP-12", resource, detail, resolveBy ?? `the records of ${resource}`);
  const target = zone && recordFor(facts, zone, name);
  if (!target?.endpoint) {
    const value = target ? `${target.value} (${target.record.address})` : "an unknown target";
    const unclear = `${name} resolves to ${value}: not known whether that is an endpoint that the task can reach`;
    return unknown(
      "EP-12",
      target?.record.address ?? resource,
      unclear,
      `add the plan or state that contains the endpoint of ${name}`,
    );
  }
  return worst([crossing, reachIt(at, service, facts.per(endpointFacts, target.endpoint), target.record)]);
}

function isIn({ facts: { graph } }: Position, endpoint: Resource, owner: Vpc): boolean {
  return graph.same(endpoint.get("vpc_id"), owner.value) !== "no";
}

function reachIt(at: Position, service: string, endpoint: VpcEndpoint, record?: Resource): HopAnswer | undefined {
  const { resource, type } = endpoint;
  if (endpoint.service !== service || (type !== undefined && type !== "Interface")) {
    const what =
      endpoint.service === undefined
        ? "an endpoint for an unknown service"
        : `${type} endpoint for ${endpoint.service}`;
    const detail = `the name of ${service} resolves to ${resource.address}, ${what}`;
    return unknown("EP-12", (record ?? resource).address, detail, `an interface endpoint for ${service}`);
  }
  at.serve(service, endpoint);
  return reachEndpoint(at, endpoint, at.facts.graph.resolve(at.facts.graph.get(resource, "vpc_id")));
}
