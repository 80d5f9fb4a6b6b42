import { blockingFromOutside, blockingOf } from "../../../proof/dns/firewall";
import { labelsOf } from "../../../proof/dns/name";
import { VpcResolvers } from "../../../proof/dns/resolver";
import { type FirewallRule, unknownFact } from "../../../proof/dns/vpc-dns";
import { forward, vpcDns } from "./views";

const efs = "fs-0123.efs.us-east-1.amazonaws.com";
const open = unknownFact("a plan that shows it");

function rule(action: FirewallRule["action"], domains: FirewallRule["domains"], mayBe?: FirewallRule["mayBe"]) {
  return { resource: `aws_route53_resolver_firewall_rule.${JSON.stringify(action)}`, action, domains, mayBe };
}

const blockAll = rule("BLOCK", ["*"]);

/** `blocked`, `let through`, or what would tell. */
function judged(firewall: readonly FirewallRule[], name = efs): string {
  const { outcomes, certain } = blockingOf(vpcDns({ firewall }), labelsOf(name));
  if (certain) return "blocked";
  return outcomes.length === 0 ? "let through" : outcomes.map(({ resolveBy }) => resolveBy).join("; ");
}

describe("which names a domain matches", () => {
  it.each([
    ["*", efs, true],
    ["*.amazonaws.com", efs, true],
    ["*.AMAZONAWS.com.", efs, true],
    ["*amazonaws.com", efs, true],
    [efs, efs, true],
    [efs, efs.toUpperCase(), true],
    ["amazonaws.com", efs, false],
    ["efs.us-east-1.amazonaws.com", efs, false],
    ["*.efs.us-east-1.amazonaws.com", "efs.us-east-1.amazonaws.com", false],
    ["*.eu-west-1.amazonaws.com", efs, false],
    ["*.ws.com", efs, false],
  ])("%s and %s: %s", (domain, name, matches) => {
    expect(judged([rule("BLOCK", [domain])], name)).toBe(matches ? "blocked" : "let through");
  });
});

test.each(["BLOCK", "ALLOW"] as const)("whether *quay.io matches quay.io itself is unknown, for %s", (action) => {
  expect(judged([rule(action, ["*quay.io"]), blockAll], "quay.io")).toBe(
    action === "BLOCK"
      ? "blocked"
      : 'whether "*quay.io" also matches quay.io itself; AWS does not document it, so list both names',
  );
  expect(judged([rule(action, ["*quay.io"])], "quay.io")).toBe(
    action === "BLOCK"
      ? 'whether "*quay.io" also matches quay.io itself; AWS does not document it, so list both names'
      : "let through",
  );
});

test("the rule that certainly blocks is reported, not one before it that may", () => {
  const { outcomes, certain } = blockingOf(vpcDns({ firewall: [rule("BLOCK", open), blockAll] }), labelsOf(efs));
  expect(certain).toBe(true);
  expect(outcomes.map(({ detail }) => detail)).toEqual([`DNS Firewall blocks ${efs}, which matches "*"`]);
});

describe("which rule decides", () => {
  it.each([
    ["no rule", [], "let through"],
    ["the first that matches, if it allows", [rule("ALLOW", ["*.amazonaws.com"]), blockAll], "let through"],
    ["the first that matches, if it alerts", [rule("ALERT", ["*"]), blockAll], "let through"],
    ["the first that matches, if it blocks", [blockAll, rule("ALLOW", ["*.amazonaws.com"])], "blocked"],
    ["a later one where the first does not match", [rule("ALLOW", ["*.example.com"]), blockAll], "blocked"],
    ["not one whose domains are open", [rule("BLOCK", open)], open.unknown],
    ["not one with a domain that is open", [rule("BLOCK", ["example.com", open])], open.unknown],
    ["one with another domain that is open", [rule("BLOCK", [open, "*"])], "blocked"],
    ["not one whose action is open", [rule(open, ["*"])], open.unknown],
    ["not one that may not apply", [rule("BLOCK", ["*"], open)], open.unknown],
    ["one that blocks, whatever an open one before it would block", [rule("BLOCK", open), blockAll], "blocked"],
    ["none for sure behind one that may allow", [rule("ALLOW", open), blockAll], open.unknown],
    ["one that allows before an open one", [rule("ALLOW", ["*"]), rule("BLOCK", open)], "let through"],
  ] as const)("%s", (_name, firewall, expected) => {
    expect(judged(firewall)).toBe(expected);
  });
});

describe("a resolver behind DNS Firewall", () => {
  const ask = (changes: Parameters<typeof vpcDns>[0]) => {
    const vpc = vpcDns(changes);
    return new VpcResolvers([vpc]).answer(vpc, efs);
  };

  test("fails for a blocked name, even if a rule would forward it", () => {
    for (const rules of [[], [forward(".")]]) {
      expect(ask({ firewall: [blockAll], rules })).toMatchObject({
        verdict: "no",
        answerer: { by: "nobody" },
        rule: "DNS-23",
        resource: blockAll.resource,
        detail: `DNS Firewall blocks ${efs}, which matches "*"`,
        winner: undefined,
      });
    }
  });

  test("is unknown for a name that may be blocked", () => {
    expect(ask({ firewall: [rule("BLOCK", open)] })).toMatchObject({
      verdict: "unknown",
      rule: "DNS-23",
      resolveBy: open.unknown,
    });
  });

  test("fails for another reason if its VPC has no DNS at all", () => {
    expect(ask({ firewall: [blockAll], dnsSupport: false })).toMatchObject({ verdict: "no", rule: "VPC-01" });
  });

  test("may or may not filter queries from outside", () => {
    const vpc = vpcDns({ firewall: [blockAll] });
    const settle = `whether DNS Firewall filters queries that arrive at the inbound endpoint of ${vpc.name}; AWS does not document it`;
    expect(blockingFromOutside(vpc, labelsOf(efs)).map((outcome) => outcome.resolveBy)).toEqual([settle]);
  });
});
