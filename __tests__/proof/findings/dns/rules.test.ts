import { Facts } from "../../../../proof/facts";
import { duplicateRuleAssociation } from "../../../../proof/findings/dns/duplicate-rule-association";
import { resolverLoop } from "../../../../proof/findings/dns/resolver-loop";
import { ruleInOtherRegion } from "../../../../proof/findings/dns/rule-in-other-region";
import { unassociatedRule } from "../../../../proof/findings/dns/unassociated-rule";
import { vpcWithoutRules } from "../../../../proof/findings/dns/vpc-without-rules";
import { graphOfStacks } from "../../../../proof/graph/read";

type Blocks = Record<string, Record<string, unknown>>;

const vpc = (cidr_block: string) => ({ cidr_block, enable_dns_hostnames: true });
const rule = (domain: string, ...ips: string[]) => ({
  domain_name: domain,
  rule_type: ips.length > 0 ? "FORWARD" : "SYSTEM",
  target_ip: ips.map((ip) => ({ ip })),
});
const associate = (name: string, to = "apps") => ({
  resolver_rule_id: `\${aws_route53_resolver_rule.${name}.id}`,
  vpc_id: `\${aws_vpc.${to}.id}`,
});
const factsOf = (...stacks: Blocks[]) =>
  new Facts(graphOfStacks(Object.fromEntries(stacks.map((resource, at) => [`stack-${at}`, { resource }]))));

const workload = {
  aws_vpc: { apps: vpc("10.10.0.0/16") },
  aws_subnet: { a: { vpc_id: "${aws_vpc.apps.id}", availability_zone: "us-east-1a" } },
  aws_efs_file_system: { content: {} },
  aws_ecs_task_definition: {
    web: {
      family: "web",
      container_definitions: JSON.stringify([
        { name: "web", image: "nginx", mountPoints: [{ sourceVolume: "content", containerPath: "/srv" }] },
      ]),
      volume: [
        { name: "content", efs_volume_configuration: [{ file_system_id: "${aws_efs_file_system.content.id}" }] },
      ],
    },
  },
  aws_ecs_service: {
    web: {
      launch_type: "FARGATE",
      task_definition: "${aws_ecs_task_definition.web.arn}",
      network_configuration: [{ subnets: ["${aws_subnet.a.id}"] }],
    },
  },
};

describe("duplicate-rule-association", () => {
  const rules = { everything: rule(".", "10.2.0.1"), again: rule(".", "10.2.0.2"), aws: rule("amazonaws.com") };
  const find = (associations: Record<string, unknown>, of: Record<string, unknown> = rules) => [
    ...duplicateRuleAssociation.find(
      factsOf({
        aws_vpc: { apps: vpc("10.10.0.0/16"), hub: vpc("10.0.0.0/16") },
        aws_route53_resolver_rule: of,
        aws_route53_resolver_rule_association: associations,
      }),
    ),
  ];

  it("ignores rules for different domains, and other VPCs", () => {
    expect(find({ one: associate("everything"), two: associate("aws"), hub: associate("again", "hub") })).toEqual([]);
  });

  it("fails two rules for one domain in a VPC (DNS-08)", () => {
    expect(find({ one: associate("everything"), two: associate("again") })).toEqual([
      {
        rule: "DNS-08",
        severity: "error",
        resource: "aws_route53_resolver_rule_association.two",
        detail:
          'aws_vpc.apps gets two rules for ".", by aws_route53_resolver_rule_association.one and aws_route53_resolver_rule_association.two: AWS refuses the second',
        fix: "remove aws_route53_resolver_rule_association.two",
      },
    ]);
  });

  it("fails for the same domain in another spelling, and for one rule associated twice", () => {
    const spelled = { ...rules, capitals: rule("AmazonAWS.com.") };
    expect(find({ one: associate("aws"), two: associate("capitals") }, spelled)).toHaveLength(1);
    expect(find({ one: associate("aws"), two: associate("aws") })).toHaveLength(1);
  });
});

describe("resolver-loop", () => {
  const inbound = (name: string, ip: string) => ({
    direction: "INBOUND",
    ip_address: [{ subnet_id: `\${aws_subnet.${name}.id}`, ip }],
  });
  const find = (rules: Record<string, unknown>, associations: Record<string, unknown>) => [
    ...resolverLoop.find(
      factsOf({
        aws_vpc: { apps: vpc("10.10.0.0/16"), hub: vpc("10.0.0.0/16") },
        aws_subnet: { apps: { vpc_id: "${aws_vpc.apps.id}" }, hub: { vpc_id: "${aws_vpc.hub.id}" } },
        aws_route53_resolver_endpoint: { apps: inbound("apps", "10.10.0.9"), hub: inbound("hub", "10.0.0.9") },
        aws_route53_resolver_rule: rules,
        aws_route53_resolver_rule_association: associations,
      }),
    ),
  ];

  it("ignores a rule that leads to another VPC, which answers", () => {
    expect(find({ corp: rule("corp.example", "10.0.0.9") }, { corp: associate("corp") })).toEqual([]);
  });

  it("fails a rule that leads to the VPC's own inbound endpoint (DNS-14)", () => {
    expect(find({ corp: rule("corp.example", "10.10.0.9") }, { corp: associate("corp") })).toEqual([
      {
        rule: "DNS-14",
        severity: "error",
        resource: "aws_route53_resolver_rule_association.corp",
        detail:
          'any-name.corp.example matches "corp.example" FORWARD to 10.10.0.9; the query for any-name.corp.example loops: 10.10.0.9 is the inbound endpoint of aws_vpc.apps, which forwards it again',
        fix: "remove aws_route53_resolver_rule_association.corp, or forward to servers that do not forward back to aws_vpc.apps",
      },
    ]);
  });

  it("fails once for two VPCs that forward to each other", () => {
    const rules = { there: rule(".", "10.0.0.9"), back: rule(".", "10.10.0.9") };
    const found = find(rules, { there: associate("there"), back: associate("back", "hub") });
    expect(found.map(({ resource }) => resource)).toEqual(["aws_route53_resolver_rule_association.there"]);
  });

  it("is not reported if a narrower rule breaks the loop", () => {
    const rules = {
      there: rule("example", "10.0.0.9"),
      back: rule("example", "10.10.0.9"),
      kept: rule("any-name.example"),
    };
    const associations = { there: associate("there"), back: associate("back", "hub"), kept: associate("kept", "hub") };
    expect(find(rules, associations)).toEqual([]);
  });
});

describe("unassociated-rule", () => {
  const network = {
    aws_vpc: { network: vpc("10.0.0.0/16") },
    aws_route53_resolver_rule: { everything: rule(".", "10.2.0.1") },
    aws_ram_resource_association: { everything: { resource_arn: "${aws_route53_resolver_rule.everything.arn}" } },
  };

  it("is not reported without workloads in the input", () => {
    expect([...unassociatedRule.find(factsOf(network))]).toEqual([]);
    expect([...unassociatedRule.find(factsOf(network, { aws_vpc: workload.aws_vpc }))]).toEqual([]);
  });

  it("ignores a rule that a VPC uses, or may use", () => {
    const own = { everything: associate("everything", "network") };
    expect([
      ...unassociatedRule.find(factsOf({ ...network, aws_route53_resolver_rule_association: own }, workload)),
    ]).toEqual([]);
    const open = { open: { resolver_rule_id: "${var.rule_id}", vpc_id: "${aws_vpc.apps.id}" } };
    expect([
      ...unassociatedRule.find(factsOf(network, { ...workload, aws_route53_resolver_rule_association: open })),
    ]).toEqual([]);
  });

  it("fails for a rule that is shared but not associated", () => {
    expect([...unassociatedRule.find(factsOf(network, workload))]).toEqual([
      {
        rule: "DNS-16",
        severity: "warning",
        resource: "aws_route53_resolver_rule.everything",
        detail: "aws_route53_resolver_rule.everything is shared, but not associated with any VPC, so it has no effect",
        fix: "leave it unassociated: it forwards names of AWS to its targets unless a SYSTEM rule in the same VPC covers them",
      },
    ]);
  });
});

describe("vpc-without-rules", () => {
  const network = {
    aws_vpc: { network: vpc("10.0.0.0/16") },
    aws_route53_resolver_rule: { everything: rule(".", "10.2.0.1") },
    aws_route53_resolver_rule_association: { everything: associate("everything", "network") },
  };
  const find = (...stacks: Blocks[]) => [...vpcWithoutRules.find(factsOf(...stacks))];

  it("is not reported if no rule forwards every name, or for VPCs without workloads", () => {
    expect(find(workload)).toEqual([]);
    expect(find(network, { aws_vpc: workload.aws_vpc })).toEqual([]);
  });

  it("ignores a VPC with any rule", () => {
    const own = {
      aws_route53_resolver_rule: { aws: rule("amazonaws.com") },
      aws_route53_resolver_rule_association: { aws: associate("aws") },
    };
    expect(find(network, { ...workload, ...own })).toEqual([]);
  });

  it("fails a workload VPC without rules in an organization that forwards every name", () => {
    expect(find(network, workload)).toEqual([
      {
        rule: "DNS-16",
        severity: "warning",
        resource: "aws_vpc.apps",
        detail:
          "aws_vpc.apps has no resolver rule, although aws_route53_resolver_rule_association.everything forwards every name in other VPCs, so on-premises names do not resolve in it",
        fix: "first associate a SYSTEM rule for amazonaws.com with aws_vpc.apps, then the rules of aws_vpc.network: without it, these forward names of AWS to their targets",
      },
    ]);
  });

  it("recommends the other VPC's rules if they resolve AWS names in AWS", () => {
    const safe = {
      ...network,
      aws_route53_resolver_rule: { ...network.aws_route53_resolver_rule, aws: rule("amazonaws.com") },
      aws_route53_resolver_rule_association: {
        ...network.aws_route53_resolver_rule_association,
        aws: associate("aws", "network"),
      },
    };
    expect(find(safe, workload).map(({ fix }) => fix)).toEqual([
      "associate the rules that the other VPCs have with aws_vpc.apps",
    ]);
  });
});

describe("rule-in-other-region", () => {
  const stackIn = (region: string, name: string, more: object) => ({
    provider: { aws: [{ region }] },
    terraform: { backend: { local: { path: `../../../${name}.tfstate` } } },
    ...more,
  });
  const find = (region: string) => {
    const hub = stackIn("us-east-1", "hub", {
      resource: { aws_route53_resolver_rule: { aws: rule("amazonaws.com") } },
      output: { rule_id: { value: "${aws_route53_resolver_rule.aws.id}" } },
    });
    const apps = stackIn(region, "apps", {
      data: { terraform_remote_state: { hub: { backend: "local", config: { path: "../../../hub.tfstate" } } } },
      resource: {
        aws_vpc: { apps: vpc("10.10.0.0/16") },
        aws_route53_resolver_rule_association: {
          aws: {
            resolver_rule_id: "${data.terraform_remote_state.hub.outputs.rule_id}",
            vpc_id: "${aws_vpc.apps.id}",
          },
        },
      },
    });
    return [...ruleInOtherRegion.find(new Facts(graphOfStacks({ hub, apps })))];
  };

  it("ignores a rule of the VPC's Region", () => {
    expect(find("us-east-1")).toEqual([]);
  });

  it("ignores a Region that is not known", () => {
    expect(find("${var.region}")).toEqual([]);
  });

  it("reports a rule of another Region", () => {
    expect(find("eu-west-1")).toEqual([
      {
        rule: "DNS-15",
        severity: "error",
        resource: "aws_route53_resolver_rule_association.aws",
        detail:
          "associates a VPC in eu-west-1 with aws_route53_resolver_rule.aws in us-east-1: AWS finds no such rule there",
        fix: "associate a rule of eu-west-1 instead, whose endpoint is in that Region",
      },
    ]);
  });
});
