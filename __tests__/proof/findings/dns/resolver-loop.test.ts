import { Facts } from "../../../../proof/facts";
import { resolverLoop } from "../../../../proof/findings/dns/resolver-loop";
import { graphOfStacks } from "../../../../proof/graph/read";

const terraform = { required_providers: { aws: { source: "aws", version: "5.100.0" } } };
const vpc = (net: string) => ({ cidr_block: `10.${net}.0.0/16`, enable_dns_hostnames: true });
const subnet = (of: string) => ({ vpc_id: `\${aws_vpc.${of}.id}`, availability_zone: "us-east-1a" });
const inbound = {
  direction: "INBOUND",
  ip_address: [{ subnet_id: "${aws_subnet.a.id}" }, { subnet_id: "${aws_subnet.a.id}" }],
};

/** The loops of a stack whose one rule, for the VPC `apps`, has those targets. */
function loopsTo(target: object, more: object = {}, others: Record<string, object> = {}): string[] {
  const stack = {
    terraform,
    ...more,
    resource: {
      aws_vpc: { apps: vpc("1"), hub: vpc("2") },
      aws_subnet: { a: subnet("apps"), h: subnet("hub") },
      aws_route53_resolver_endpoint: {
        inbound,
        hub: { ...inbound, ip_address: { subnet_id: "${aws_subnet.h.id}" } },
        outbound: { ...inbound, direction: "OUTBOUND" },
      },
      aws_route53_resolver_rule: { corp: { domain_name: "corp.example.com", rule_type: "FORWARD", ...target } },
      aws_route53_resolver_rule_association: {
        corp: { resolver_rule_id: "${aws_route53_resolver_rule.corp.id}", vpc_id: "${aws_vpc.apps.id}" },
      },
    },
  };
  return [...resolverLoop.find(new Facts(graphOfStacks({ stack, ...others })))].map(({ detail }) => detail);
}

const round = [
  'any-name.corp.example.com matches "corp.example.com" FORWARD to aws_route53_resolver_endpoint.inbound; ' +
    "the query for any-name.corp.example.com loops: " +
    "aws_route53_resolver_endpoint.inbound is the inbound endpoint of aws_vpc.apps, which forwards it again",
];

describe("a rule with an inbound endpoint as its target", () => {
  it.each([
    ["an element", { target_ip: { ip: "${tolist(aws_route53_resolver_endpoint.inbound.ip_address)[0].ip}" } }],
    ["a splat", { target_ip: { ip: "${element(aws_route53_resolver_endpoint.inbound.ip_address[*].ip, 1)}" } }],
    [
      "a for expression",
      { target_ip: { ip: "${element([for a in aws_route53_resolver_endpoint.inbound.ip_address : a.ip], 0)}" } },
    ],
    [
      "try",
      { target_ip: { ip: '${try(tolist(aws_route53_resolver_endpoint.inbound.ip_address)[0]["ip"], "10.9.9.9")}' } },
    ],
  ])("fails if it leads back into its own VPC: %s", (_form, target) => {
    expect(loopsTo(target)).toEqual(round);
  });

  it("fails if a dynamic block makes the targets", () => {
    const dynamic = {
      target_ip: {
        for_each: "${aws_route53_resolver_endpoint.inbound.ip_address}",
        content: { ip: "${target_ip.value.ip}" },
      },
    };
    expect(loopsTo({ dynamic })).toEqual(round);
  });

  it("fails if a local hands the address on", () => {
    const locals = { servers: "${[for a in aws_route53_resolver_endpoint.inbound.ip_address : a.ip]}" };
    expect(loopsTo({ target_ip: { ip: "${local.servers[0]}" } }, { locals })).toEqual(round);
  });

  it("is not reported if the endpoint belongs to another VPC that answers itself", () => {
    expect(loopsTo({ target_ip: { ip: "${tolist(aws_route53_resolver_endpoint.hub.ip_address)[0].ip}" } })).toEqual([]);
  });

  it("is not reported if the address is an outbound endpoint's, which answers no queries", () => {
    expect(
      loopsTo({ target_ip: { ip: "${tolist(aws_route53_resolver_endpoint.outbound.ip_address)[0].ip}" } }),
    ).toEqual([]);
  });

  it("fails if the address comes through another stack's output", () => {
    const network = {
      terraform: { backend: { s3: { bucket: "states", key: "network" } } },
      resource: {
        aws_vpc: { main: vpc("3") },
        aws_subnet: { n: subnet("main") },
        aws_route53_resolver_endpoint: { shared: { ...inbound, ip_address: [{ subnet_id: "${aws_subnet.n.id}" }] } },
        aws_route53_resolver_rule: {
          back: {
            domain_name: "corp.example.com",
            rule_type: "FORWARD",
            target_ip: { ip: "${data.terraform_remote_state.apps.outputs.inbound_ips[0]}" },
          },
        },
        aws_route53_resolver_rule_association: {
          back: { resolver_rule_id: "${aws_route53_resolver_rule.back.id}", vpc_id: "${aws_vpc.main.id}" },
        },
      },
      data: { terraform_remote_state: { apps: { backend: "s3", config: { bucket: "states", key: "apps" } } } },
      output: { ips: { value: "${aws_route53_resolver_endpoint.shared.ip_address[*].ip}" } },
    };
    const more = {
      terraform: { ...terraform, backend: { s3: { bucket: "states", key: "apps" } } },
      data: { terraform_remote_state: { network: { backend: "s3", config: { bucket: "states", key: "network" } } } },
      output: { inbound_ips: { value: "${[for a in aws_route53_resolver_endpoint.inbound.ip_address : a.ip]}" } },
    };
    const target = { target_ip: { ip: "${data.terraform_remote_state.network.outputs.ips[0]}" } };
    expect(loopsTo(target, more, { network })).toEqual([expect.stringContaining("loops")]);
  });
});
