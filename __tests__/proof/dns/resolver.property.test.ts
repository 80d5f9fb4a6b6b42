import fc from "fast-check";

import { covers, labelsOf } from "../../../proof/dns/name";
import { VpcResolvers } from "../../../proof/dns/resolver";
import {
  type EndpointZone,
  isUnknownFact,
  type PrivateZone,
  type RuleAssociation,
  type UnknownFact,
  unknownFact,
  type VpcDns,
} from "../../../proof/dns/vpc-dns";
import { type Ternary } from "../../../proof/graph/ternary";
import { runs } from "../../support/runs";
import { vpcDns } from "./views";

const names = [
  "fs-0123.efs.us-east-1.amazonaws.com",
  "api.ecr.us-east-1.amazonaws.com",
  "111111111111.dkr.ecr.us-east-1.amazonaws.com",
  "sts.us-east-1.amazonaws.com",
  "ip-10-0-0-1.us-east-1.compute.internal",
  "db.corp.example",
];
/** Every suffix of every name, so that random rules meet random names often, and some that meet none. */
const domains = [
  ...new Set(
    names.flatMap((name) => {
      const labels = name.split(".");
      return labels.map((_, index) => labels.slice(index).join("."));
    }),
  ),
  ".",
  "amazonaws.com.cn",
  "other.example",
  "efs.eu-west-1.amazonaws.com",
];

const hubAddress = "10.0.0.10";
const ownAddress = "10.10.0.9";
const name = fc.constantFrom(...names);
const domain = fc.constantFrom(...domains);
const targets = fc.array(fc.constantFrom("10.2.0.1", "10.2.0.2", hubAddress, ownAddress, "169.254.169.253"), {
  minLength: 1,
  maxLength: 2,
});
const rule: fc.Arbitrary<RuleAssociation> = fc.record({
  resource: fc.constantFrom("aws_route53_resolver_rule_association.a", "aws_route53_resolver_rule_association.b"),
  rule: fc.constant("aws_route53_resolver_rule.r"),
  domain,
  type: fc.constantFrom("FORWARD" as const, "SYSTEM" as const),
  targets,
});
const zone: fc.Arbitrary<PrivateZone> = fc.record({
  resource: fc.constant("aws_route53_zone.z"),
  domain,
  records: fc.record({ names: fc.subarray(names), complete: fc.boolean() }),
});
const endpoint: fc.Arbitrary<EndpointZone> = fc.record({
  resource: fc.constant("aws_vpc_endpoint.e"),
  domain: fc.constantFrom("api.ecr.us-east-1.amazonaws.com", "dkr.ecr.us-east-1.amazonaws.com"),
});
/** AWS refuses two rules of one domain in a VPC (DNS-08), and two endpoints or zones of one name (EP-06). */
const distinct = <T extends { domain: unknown }>(one: fc.Arbitrary<T>, maxLength: number) =>
  fc.uniqueArray(one, { maxLength, selector: ({ domain: of }) => of });
const view: fc.Arbitrary<VpcDns> = fc
  .record({
    rules: distinct(rule, 6),
    zones: distinct(zone, 2),
    endpoints: distinct(endpoint, 2),
    dnsSupport: fc.constantFrom(true, true, true, false),
    dnsHostnames: fc.constantFrom(true, true, true, false),
    dhcpServers: fc.constantFrom(
      ["AmazonProvidedDNS"],
      ["AmazonProvidedDNS"],
      ["10.2.0.1"],
      [hubAddress],
      [ownAddress],
    ),
    inboundIps: fc.constantFrom([], [ownAddress]),
  })
  .map((changes) => vpcDns(changes));
const hub = vpcDns({ id: "aws_vpc.hub", name: "aws_vpc.hub", cidrBlocks: ["10.0.0.0/22"], inboundIps: [hubAddress] });

const ask = (vpc: VpcDns, asked: string) => new VpcResolvers([vpc, hub]).answer(vpc, asked);
const open: UnknownFact = unknownFact("var.open");

/** Makes one known input of a VPC unknown, selected by `pick`. */
function forget(vpc: VpcDns, pick: number): VpcDns {
  const changed = <T>(list: readonly T[], index: number, value: T) =>
    list.map((old, at) => (at === index ? value : old));
  const forgetful: VpcDns[] = [
    { ...vpc, dnsSupport: open },
    { ...vpc, dnsHostnames: open },
    { ...vpc, dhcpServers: open },
    { ...vpc, region: open },
    { ...vpc, autodefinedReverse: open },
    { ...vpc, cidrBlocks: [open] },
    { ...vpc, unseenRules: [open] },
    ...vpc.inboundIps.map((_, index) => ({ ...vpc, inboundIps: changed(vpc.inboundIps, index, open) })),
    ...vpc.rules.flatMap((old, index) =>
      [
        { ...old, mayBe: open },
        { ...old, domain: open },
        { ...old, type: open },
        { ...old, targets: open },
        { ...old, targets: [open] },
      ].map((value) => ({ ...vpc, rules: changed(vpc.rules, index, value) })),
    ),
    ...vpc.zones.flatMap((old, index) =>
      [
        { ...old, mayBe: open },
        { ...old, domain: open },
        { ...old, records: undefined },
      ].map((value) => ({
        ...vpc,
        zones: changed(vpc.zones, index, value),
      })),
    ),
    ...vpc.endpoints.flatMap((old, index) =>
      [{ ...old, mayBe: open }].map((value) => ({ ...vpc, endpoints: changed(vpc.endpoints, index, value) })),
    ),
  ];
  return forgetful[pick % forgetful.length]!;
}

describe("properties of an answer", () => {
  it("is the same with a rule that does not cover the name", () => {
    fc.assert(
      fc.property(view, name, rule, fc.nat(), (vpc, asked, unrelated, at) => {
        fc.pre(!covers(labelsOf(unrelated.domain as string), labelsOf(asked)));
        const position = at % (vpc.rules.length + 1);
        const rules = [...vpc.rules.slice(0, position), unrelated, ...vpc.rules.slice(position)];
        const [before, after] = [ask(vpc, asked), ask({ ...vpc, rules }, asked)];
        expect({ ...after, candidates: [] }).toEqual({ ...before, candidates: [] });
      }),
      runs(1000),
    );
  });

  it("does not depend on the order in which rules, zones and endpoints are listed", () => {
    fc.assert(
      fc.property(view, name, (vpc, asked) => {
        const reversed = {
          ...vpc,
          rules: [...vpc.rules].reverse(),
          zones: [...vpc.zones].reverse(),
          endpoints: [...vpc.endpoints].reverse(),
        };
        const [one, other] = [ask(vpc, asked), ask(reversed, asked)];
        expect([other.verdict, other.winner]).toEqual([one.verdict, one.winner]);
      }),
      runs(1000),
    );
  });

  it("comes from the most specific of rules and zones", () => {
    fc.assert(
      fc.property(distinct(rule, 6), distinct(zone, 2), name, (rules, zones, asked) => {
        const labels = labelsOf(asked);
        const { winner } = ask(vpcDns({ rules, zones }), asked);
        const matching = [...rules, ...zones]
          .map((entry) => labelsOf(entry.domain as string))
          .filter((entry) => covers(entry, labels));
        const longest = Math.max(0, ...matching.map((entry) => entry.length));
        if (winner !== undefined) expect(winner.labels).toBeGreaterThanOrEqual(longest);
        // Only a SYSTEM rule beside a zone leaves the winner open here (DNS-05).
        else expect(rules.some(({ type }) => type === "SYSTEM") && zones.length > 0).toBe(true);
      }),
      runs(1000),
    );
  });

  it("becomes an answer from AWS once every FORWARD rule that decides a 'no' is removed", () => {
    fc.assert(
      fc.property(distinct(rule, 6), name, (rules, asked) => {
        let vpc = vpcDns({ rules });
        let answer = ask(vpc, asked);
        for (let left = rules.length; answer.verdict === "no"; left--) {
          expect(left).toBeGreaterThan(0);
          const { winner } = answer;
          expect(winner?.kind).toBe("rule");
          vpc = { ...vpc, rules: vpc.rules.filter(({ domain: of }) => of !== winner?.domain) };
          answer = ask(vpc, asked);
          expect(answer.winner).not.toEqual(winner);
        }
        expect(["yes", "unknown"]).toContain(answer.verdict);
      }),
      runs(1000),
    );
  });

  it("becomes 'yes' with a SYSTEM rule for exactly this name, unless no rule applies", () => {
    fc.assert(
      fc.property(distinct(rule, 6), name, (rules, asked) => {
        const kept = rules.filter(({ domain: of }) => of !== asked);
        const own: RuleAssociation = { resource: "a", rule: "r", domain: asked, type: "SYSTEM" };
        expect(ask(vpcDns({ rules: [...kept, own] }), asked).verdict).toBe("yes");
      }),
      runs(1000),
    );
  });

  it("can only become unknown if less is known", () => {
    fc.assert(
      fc.property(view, name, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (vpc, asked, picks) => {
        let known: Ternary = ask(vpc, asked).verdict;
        let less = vpc;
        for (const pick of picks) {
          less = forget(less, pick);
          const { verdict } = ask(less, asked);
          expect([known, "unknown"]).toContain(verdict);
          known = verdict;
        }
      }),
      runs(5000),
    );
  });

  it("names what would settle it whenever it is unknown", () => {
    fc.assert(
      fc.property(view, name, fc.array(fc.nat(), { maxLength: 3 }), (vpc, asked, picks) => {
        const answer = ask(picks.reduce(forget, vpc), asked);
        fc.pre(answer.verdict === "unknown");
        expect(answer.resolveBy).toEqual(expect.stringMatching(/\S/));
      }),
      runs(1000),
    );
  });

  it("never throws, whatever the names and domains are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(fc.string({ unit: "binary" })), (asked, written) => {
        const rules = written.map((of): RuleAssociation => ({ resource: "a", rule: "r", domain: of, type: "FORWARD" }));
        const { verdict } = ask(vpcDns({ rules }), asked);
        expect(["yes", "no", "unknown"]).toContain(verdict);
        expect(isUnknownFact(verdict)).toBe(false);
      }),
      runs(1000),
    );
  });
});
