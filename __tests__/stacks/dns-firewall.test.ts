import { graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { synthFile } from "../support/synth";
import { variants } from "../support/variants";

const [ours, theirs] = ["rslvr-frg-0123456789abcdef", "rslvr-frg-0123456789abcde0"];
const arnOf = (owner: string, id: string) => `arn:aws:route53resolver:us-east-1:${owner}:firewall-rule-group/${id}`;
const direct = synthFile(variants["DNS Firewall rule groups of the network account and of another"]!);
const byProfile = synthFile(variants["DNS Firewall through a Route 53 Profile"]!);
const associations = "aws_route53_resolver_firewall_rule_group_association";
const lookUps = "aws_route53_resolver_firewall_rule_group";

test("the rule groups filter the queries of every VPC, which looks up those of other accounts first", () => {
  for (const stack of ["shared-network", "vpc-apps"]) {
    expect(direct[stack]!.resource[associations]).toMatchObject({
      [ours]: { firewall_rule_group_id: ours, priority: 101, mutation_protection: "ENABLED" },
      [theirs]: { firewall_rule_group_id: theirs, priority: 200, mutation_protection: "ENABLED" },
    });
    expect(direct[stack]!.resource["aws_route53_resolver_firewall_config"]).toMatchObject({
      firewall: { firewall_fail_open: "ENABLED" },
    });
  }
  expect(Object.keys(direct["shared-network"]!.data[lookUps]!)).toEqual([`visible-${theirs}`]);
  expect(Object.keys(direct["vpc-apps"]!.data[lookUps]!)).toEqual([`visible-${theirs}`, `visible-${ours}`]);
});

test("the network account shares its own rule groups only", () => {
  const shared = Object.values(direct["shared-network"]!.resource["aws_ram_resource_association"]!);
  const arns = shared.map(({ resource_arn }) => resource_arn);
  expect(arns).toContain(arnOf("111111111111", ours));
  expect(arns).not.toContain(arnOf("333333333333", theirs));
});

test("a profile brings the rule groups to its VPCs, and the shared network's VPC has them itself", () => {
  const { resource } = byProfile["shared-network"]!;
  expect(resource["aws_route53profiles_resource_association"]).toMatchObject({
    [`dns_${ours}`]: { resource_arn: arnOf("111111111111", ours), resource_properties: '{"priority":101}' },
    [`dns_${theirs}`]: { resource_arn: arnOf("333333333333", theirs), resource_properties: '{"priority":200}' },
  });
  expect(Object.keys(resource[associations]!)).toEqual([theirs, ours]);
  expect(byProfile["vpc-apps"]!.json).not.toContain("firewall");
});

describe.each(Object.entries({ direct, byProfile }))("prove, with associations that are %s,", (_, synthesized) => {
  const stacks = Object.entries(synthesized).map(([stack, { json }]) => [stack, JSON.parse(json) as object]);
  const json = Object.fromEntries(stacks) as Parameters<typeof graphOfStacks>[0];
  const said = (...ids: string[]) =>
    ids.map((ruleGroup) => {
      return { statement: "firewall-allows-needed-names" as const, ruleGroup, reason: "the security team says so" };
    });

  test("does not know what an existing rule group blocks", () => {
    const { paths } = prove(graphOfStacks(json, said(ours)));
    expect([...new Set(paths.map(({ verdict }) => verdict))]).toEqual(["unknown"]);
    expect(JSON.stringify(paths)).toContain(`list-firewall-rules --firewall-rule-group-id ${theirs}`);
  });

  test("believes the owner of each rule group", () => {
    const { paths, assumed } = prove(graphOfStacks(json, said(ours, theirs)));
    expect([...new Set(paths.map(({ verdict }) => verdict))]).toEqual(["mounts"]);
    expect(assumed!.map(({ used }) => used)).toEqual([true, true]);
  });
});
