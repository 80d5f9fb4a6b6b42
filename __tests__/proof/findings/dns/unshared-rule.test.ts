import { Facts } from "../../../../proof/facts";
import { unsharedRule } from "../../../../proof/findings/dns/unshared-rule";
import { graphOfStacks } from "../../../../proof/graph/read";
import { synthFile } from "../../../support/synth";
import { variants } from "../../../support/variants";

type Json = Record<string, unknown>;

/** A rule of account 1 that is associated in account 2, with what shares it. */
function find(sharing: Json, account = "222222222222") {
  const backend = (name: string) => ({ local: { path: `../../../terraform.${name}.tfstate` } });
  const graph = graphOfStacks({
    network: {
      terraform: { backend: backend("network") },
      provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["111111111111"] }] },
      resource: {
        aws_route53_resolver_rule: { aws: { domain_name: "amazonaws.com", rule_type: "SYSTEM" } },
        ...sharing,
      } as Json,
      output: { rule: { value: "${aws_route53_resolver_rule.aws.id}" } },
    },
    apps: {
      terraform: { backend: backend("apps") },
      provider: { aws: [{ region: "us-east-1", allowed_account_ids: [account] }] },
      data: {
        terraform_remote_state: {
          network: { backend: "local", config: { path: "../../../terraform.network.tfstate" } },
        },
      },
      resource: {
        aws_vpc: { apps: { cidr_block: "10.10.0.0/16" } },
        aws_route53_resolver_rule_association: {
          aws: {
            vpc_id: "${aws_vpc.apps.id}",
            resolver_rule_id: "${data.terraform_remote_state.network.outputs.rule}",
          },
        },
      },
    },
  });
  return [...unsharedRule.find(new Facts(graph))];
}

const share = (principal: string) => ({
  aws_ram_resource_share: { rules: { name: "rules" } },
  aws_ram_resource_association: {
    aws: {
      resource_share_arn: "${aws_ram_resource_share.rules.arn}",
      resource_arn: "${aws_route53_resolver_rule.aws.arn}",
    },
  },
  aws_ram_principal_association: {
    apps: { resource_share_arn: "${aws_ram_resource_share.rules.arn}", principal },
  },
});

test("fails if the rule is not shared", () => {
  expect(find({})).toEqual([
    {
      rule: "DNS-20",
      severity: "error",
      resource: "aws_route53_resolver_rule.aws",
      detail:
        "aws_route53_resolver_rule.aws belongs to account 111111111111 and is not shared with 222222222222, " +
        "where aws_route53_resolver_rule_association.aws uses it, so terraform apply fails",
      fix: "share aws_route53_resolver_rule.aws through RAM with account 222222222222 or the organization",
    },
  ]);
});

test("fails if the share has no principal, or only another account", () => {
  const { aws_ram_principal_association: _, ...alone } = share("x");
  expect(_).toBeDefined();
  expect(find(alone)).toHaveLength(1);
  expect(find(share("333333333333"))).toHaveLength(1);
});

test.each([
  ["the account", "222222222222"],
  ["the organization", "arn:aws:organizations::111111111111:organization/o-exampleorgid"],
  ["whom a variable names", "${var.principal}"],
])("passes if it is shared with %s", (_who, principal) => {
  expect(find(share(principal))).toEqual([]);
});

test("passes within one account", () => {
  expect(find({}, "111111111111")).toEqual([]);
});

test("fails if the Route 53 Profile of a synthesized organization is shared with nobody", () => {
  const stacks = Object.fromEntries(
    Object.entries(synthFile(variants["a Route 53 Profile"]!)).map(([name, { json }]) => [
      name,
      JSON.parse(json) as { resource: Record<string, Json> },
    ]),
  );
  const found = () => [...unsharedRule.find(new Facts(graphOfStacks(stacks as Parameters<typeof graphOfStacks>[0])))];
  expect(found()).toEqual([]);
  delete stacks["shared-network"]!.resource["aws_ram_resource_association"]!["rules_dns-profile"];
  expect(found().map(({ detail }) => detail)).toEqual([
    "aws_route53profiles_profile.dns belongs to account 111111111111 and is not shared with 222222222222, " +
      "where aws_route53profiles_association.apps uses it, so terraform apply fails",
  ]);
});
