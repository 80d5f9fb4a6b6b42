import { answerIn } from "../../../../proof/aws/dns/resolvers";
import { allVpcs, type Vpc } from "../../../../proof/aws/dns/vpc-dns";
import { unknownFact } from "../../../../proof/dns/vpc-dns";
import { Facts } from "../../../../proof/facts";
import { graphOfStacks } from "../../../../proof/graph/read";

type Blocks = Record<string, Record<string, Record<string, unknown>>>;

const efs = "fs-0123.efs.us-east-1.amazonaws.com";
const apps = { cidr_block: "10.10.0.0/16", enable_dns_hostnames: true };
const provider = { aws: [{ region: "us-east-1" }] };

function factsOf(resource: Blocks, data: Blocks = {}): Facts {
  return new Facts(graphOfStacks({ network: { provider, resource, data } }));
}

/** The first VPC of a stack. */
function vpcOf(resource: Blocks, data: Blocks = {}): Vpc {
  return allVpcs(factsOf(resource, data))[0]!;
}

function verdict(resource: Blocks, data: Blocks = {}, name = efs): string {
  const facts = factsOf(resource, data);
  return answerIn(facts, allVpcs(facts)[0]!, name).verdict;
}

const rule = (domain: string, type: string) => ({
  domain_name: domain,
  rule_type: type,
  ...(type === "FORWARD"
    ? { resolver_endpoint_id: "rslvr-out-0123456789abcdef0", target_ip: [{ ip: "10.2.0.1" }] }
    : {}),
});
const association = (name: string, vpc = "${aws_vpc.apps.id}") => ({
  resolver_rule_id: `\${aws_route53_resolver_rule.${name}.id}`,
  vpc_id: vpc,
});
const rules = { everything: rule(".", "FORWARD"), amazonaws_com: rule("amazonaws.com", "SYSTEM") };

describe("attributes", () => {
  it("have the provider's defaults: DNS support on, DNS host names off", () => {
    const vpc = vpcOf({ aws_vpc: { apps: { cidr_block: "10.10.0.0/16" } } });
    expect([vpc.dnsSupport, vpc.dnsHostnames]).toEqual([true, false]);
    expect([vpc.region, vpc.cidrBlocks]).toEqual(["us-east-1", ["10.10.0.0/16"]]);
  });

  it("are both on in an account's default VPC", () => {
    const vpc = vpcOf({ aws_default_vpc: { main: {} } });
    expect([vpc.dnsSupport, vpc.dnsHostnames]).toEqual([true, true]);
  });

  it("are unknown for a VPC that is only looked up, unless a postcondition determines them", () => {
    const open = vpcOf({}, { aws_vpc: { apps: { id: "vpc-0123456789abcdef0" } } });
    expect(open.dnsHostnames).toEqual(unknownFact("enable_dns_hostnames of data.aws_vpc.apps"));
    const postcondition = ["enable_dns_support", "enable_dns_hostnames"].map((attribute) => ({
      condition: `\${self.${attribute}}`,
      error_message: "on, please",
    }));
    const settled = vpcOf({}, { aws_vpc: { apps: { id: "vpc-0123456789abcdef0", lifecycle: { postcondition } } } });
    expect([settled.dnsSupport, settled.dnsHostnames]).toEqual([true, true]);
  });
});

describe("DHCP options", () => {
  const options = (servers?: unknown) => ({ aws_vpc_dhcp_options: { ad: { domain_name_servers: servers } } });
  const tied = {
    aws_vpc_dhcp_options_association: {
      ad: { vpc_id: "${aws_vpc.apps.id}", dhcp_options_id: "${aws_vpc_dhcp_options.ad.id}" },
    },
  };
  const servers = (...blocks: Blocks[]) => vpcOf(Object.assign({ aws_vpc: { apps } }, ...blocks) as Blocks).dhcpServers;

  it("are those of the association, or AmazonProvidedDNS without one", () => {
    expect(servers()).toEqual(["AmazonProvidedDNS"]);
    expect(servers(options(["10.2.0.1", "10.2.0.2"]), tied)).toEqual(["10.2.0.1", "10.2.0.2"]);
    expect(servers(options(["10.2.0.1"]))).toEqual(["AmazonProvidedDNS"]);
  });

  it("are unknown if servers, options or their VPC are", () => {
    expect(servers(options("${var.servers}"), tied)).toMatchObject({ unknown: expect.stringContaining("var.servers") });
    expect(servers(options(), tied)).toEqual(unknownFact("domain_name_servers of aws_vpc_dhcp_options.ad"));
    const byId = { vpc_id: "${aws_vpc.apps.id}", dhcp_options_id: "dopt-0123456789abcdef0" };
    expect(servers({ aws_vpc_dhcp_options_association: { ad: byId } })).toEqual(
      unknownFact("domain_name_servers of dopt-0123456789abcdef0"),
    );
    const ofSomeVpc = { vpc_id: "${var.vpc_id}", dhcp_options_id: "${aws_vpc_dhcp_options.ad.id}" };
    expect(servers(options(["10.2.0.1"]), { aws_vpc_dhcp_options_association: { ad: ofSomeVpc } })).toMatchObject({
      unknown: expect.stringContaining("the VPC of aws_vpc_dhcp_options_association.ad"),
    });
  });

  it("are unknown for a VPC that is only looked up", () => {
    const vpc = vpcOf({}, { aws_vpc: { apps: { id: "vpc-0123456789abcdef0" } } });
    expect(vpc.dhcpServers).toEqual(unknownFact("domain_name_servers of the DHCP options of data.aws_vpc.apps"));
  });

  it("are unknown with two associations, unless they agree (VPC-03)", () => {
    const two = {
      aws_vpc_dhcp_options: {
        ad: { domain_name_servers: ["10.2.0.1"] },
        aws: { domain_name_servers: ["AmazonProvidedDNS"] },
      },
      aws_vpc_dhcp_options_association: {
        ad: { vpc_id: "${aws_vpc.apps.id}", dhcp_options_id: "${aws_vpc_dhcp_options.ad.id}" },
        aws: { vpc_id: "${aws_vpc.apps.id}", dhcp_options_id: "${aws_vpc_dhcp_options.aws.id}" },
      },
    };
    expect(servers(two)).toEqual(
      unknownFact(
        "which of aws_vpc_dhcp_options_association.ad and aws_vpc_dhcp_options_association.aws is applied last",
      ),
    );
  });
});

describe("resolver rules", () => {
  const both = { everything: association("everything"), amazonaws_com: association("amazonaws_com") };

  it("reach the VPC through associations", () => {
    const vpc = vpcOf({
      aws_vpc: { apps },
      aws_route53_resolver_rule: rules,
      aws_route53_resolver_rule_association: both,
    });
    expect(vpc.rules.map(({ source, ...rest }) => ({ ...rest, from: source.address }))).toEqual([
      {
        resource: "aws_route53_resolver_rule_association.everything",
        rule: "aws_route53_resolver_rule.everything",
        domain: ".",
        type: "FORWARD",
        targets: ["10.2.0.1"],
        mayBe: undefined,
        from: "aws_route53_resolver_rule_association.everything",
      },
      {
        resource: "aws_route53_resolver_rule_association.amazonaws_com",
        rule: "aws_route53_resolver_rule.amazonaws_com",
        domain: "amazonaws.com",
        type: "SYSTEM",
        targets: [],
        mayBe: undefined,
        from: "aws_route53_resolver_rule_association.amazonaws_com",
      },
    ]);
  });

  it("decide the name of a file system, only in this VPC", () => {
    const base = { aws_vpc: { apps, hub: apps }, aws_route53_resolver_rule: rules };
    const everything = association("everything");
    const associated = (more: Record<string, Record<string, unknown>>) =>
      verdict({ ...base, aws_route53_resolver_rule_association: { everything, ...more } });
    expect(associated({})).toBe("no");
    expect(associated({ amazonaws_com: association("amazonaws_com") })).toBe("yes");
    expect(associated({ amazonaws_com: association("amazonaws_com", "${aws_vpc.hub.id}") })).toBe("no");
    expect(associated({ amazonaws_com: association("amazonaws_com", "${var.vpc_id}") })).toBe("unknown");
  });

  it("are unknown for an id that no resource explains", () => {
    const shared = { resolver_rule_id: "rslvr-rr-0123456789abcdef0", vpc_id: "${aws_vpc.apps.id}" };
    const blocks = { aws_vpc: { apps }, aws_route53_resolver_rule_association: { shared } };
    expect(verdict(blocks)).toBe("unknown");
    const facts = factsOf(blocks);
    expect(answerIn(facts, allVpcs(facts)[0]!, efs).resolveBy).toBe(
      "domain and type of rslvr-rr-0123456789abcdef0: add the plan or state that contains it, or data.aws_route53_resolver_rule",
    );
  });

  it("are known from a data source with domain and type", () => {
    const looked = { resolver_rule_id: "${data.aws_route53_resolver_rule.shared.id}", vpc_id: "${aws_vpc.apps.id}" };
    const blocks = { aws_vpc: { apps }, aws_route53_resolver_rule_association: { shared: looked } };
    const data = (type: string) => ({
      aws_route53_resolver_rule: { shared: { domain_name: "amazonaws.com", rule_type: type } },
    });
    expect(verdict(blocks, data("SYSTEM"))).toBe("yes");
    expect(verdict(blocks, data("FORWARD"))).toBe("no");
  });

  it("reach the VPC through the state of another stack", () => {
    const network = {
      provider,
      resource: { aws_route53_resolver_rule: rules },
      output: {
        resolver_rule_ids: {
          value: { ".": "${aws_route53_resolver_rule.everything.id}" },
        },
      },
      terraform: { backend: { local: { path: "../../terraform.network.tfstate" } } },
    };
    const vpc = {
      provider,
      data: {
        terraform_remote_state: {
          network: { backend: "local", config: { path: "../../terraform.network.tfstate" } },
        },
      },
      resource: {
        aws_vpc: { apps },
        aws_route53_resolver_rule_association: {
          everything: {
            resolver_rule_id: '${data.terraform_remote_state.network.outputs.resolver_rule_ids["."]}',
            vpc_id: "${aws_vpc.apps.id}",
          },
        },
      },
    };
    const facts = new Facts(graphOfStacks({ network, vpc }));
    expect(allVpcs(facts)[0]!.rules[0]).toMatchObject({ rule: "aws_route53_resolver_rule.everything", domain: "." });
  });

  it("reach the VPC through a Route 53 profile", () => {
    const profile = (...names: string[]): Blocks => ({
      aws_vpc: { apps },
      aws_route53_resolver_rule: rules,
      aws_route53profiles_profile: { network: { name: "network" } },
      aws_route53profiles_association: {
        apps: { profile_id: "${aws_route53profiles_profile.network.id}", resource_id: "${aws_vpc.apps.id}" },
      },
      aws_route53profiles_resource_association: Object.fromEntries(
        names.map((name) => [
          name,
          {
            profile_id: "${aws_route53profiles_profile.network.id}",
            resource_arn: `\${aws_route53_resolver_rule.${name}.arn}`,
          },
        ]),
      ),
    });
    expect(verdict(profile("everything"))).toBe("no");
    expect(verdict(profile("everything", "amazonaws_com"))).toBe("yes");
    const shared = { profile_id: "rp-0123456789abcdef0", resource_id: "${aws_vpc.apps.id}" };
    expect(verdict({ aws_vpc: { apps }, aws_route53profiles_association: { shared } })).toBe("unknown");
  });

  it("may be incomplete if the VPC is only looked up", () => {
    const data = { aws_vpc: { apps: { id: "vpc-0123456789abcdef0" } } };
    const facts = factsOf({}, data);
    expect(answerIn(facts, allVpcs(facts)[0]!.rulesAlone, "a.example")).toMatchObject({
      verdict: "unknown",
      resolveBy:
        "which other rules data.aws_vpc.apps has: aws route53resolver list-resolver-rule-associations --filters Name=VPCId,Values=vpc-0123456789abcdef0, or add the state that creates it as another input",
    });
  });
});

describe("zones", () => {
  const corp = { name: "efs.us-east-1.amazonaws.com" };

  it("reach the VPC inline and by association, with their records", () => {
    const record = { zone_id: "${aws_route53_zone.corp.zone_id}", name: "fs-9", type: "A", records: ["10.0.0.1"] };
    const inline = {
      aws_vpc: { apps },
      aws_route53_zone: { corp: { ...corp, vpc: [{ vpc_id: "${aws_vpc.apps.id}" }] } },
      aws_route53_record: { one: record },
    };
    expect(
      vpcOf(inline).zones.map(({ source, zone: own, ...zone }) => ({
        ...zone,
        from: source.address,
        of: own?.address,
      })),
    ).toEqual([
      {
        resource: "aws_route53_zone.corp",
        domain: "efs.us-east-1.amazonaws.com",
        records: { names: ["fs-9.efs.us-east-1.amazonaws.com"], complete: true },
        from: "aws_route53_zone.corp",
        of: "aws_route53_zone.corp",
      },
    ]);
    expect(verdict(inline)).toBe("no");
    const lab = { cidr_block: "10.9.0.0/16" };
    const associated = {
      aws_vpc: { apps, lab },
      aws_route53_zone: { corp: { ...corp, vpc: [{ vpc_id: "${aws_vpc.lab.id}" }] } },
      aws_route53_zone_association: {
        apps: { zone_id: "${aws_route53_zone.corp.zone_id}", vpc_id: "${aws_vpc.apps.id}" },
      },
    };
    expect(verdict(associated)).toBe("no");
    expect(verdict({ ...associated, aws_route53_zone: { corp } })).toBe("yes"); // a public zone
    expect(verdict({ aws_vpc: { apps }, aws_route53_zone: { corp } })).toBe("yes");
  });
});

describe("interface endpoints", () => {
  const zones = (endpoint: Record<string, unknown>) =>
    vpcOf({ aws_vpc: { apps }, aws_vpc_endpoint: { api: { vpc_id: "${aws_vpc.apps.id}", ...endpoint } } }).endpoints;
  const service_name = "com.amazonaws.us-east-1.ecr.api";

  it("have a zone only with private DNS", () => {
    const endpoint = { service_name, vpc_endpoint_type: "Interface", private_dns_enabled: true };
    const [{ endpoint: of, ...zone } = {}, ...others] = zones(endpoint);
    expect(others).toEqual([]);
    expect(of?.address).toBe("aws_vpc_endpoint.api");
    expect(zone).toEqual({
      resource: "aws_vpc_endpoint.api",
      domain: "api.ecr.us-east-1.amazonaws.com",
      mayBe: undefined,
    });
    expect(zones({ ...endpoint, private_dns_enabled: false })).toEqual([]);
    expect(zones({ ...endpoint, private_dns_enabled: undefined })).toEqual([]);
    expect(zones({ ...endpoint, vpc_endpoint_type: undefined })).toEqual([]);
    expect(zones({ ...endpoint, private_dns_enabled: "${var.x}" })[0]?.mayBe).toEqual(
      unknownFact("private_dns_enabled of aws_vpc_endpoint.api"),
    );
    expect(zones({ ...endpoint, service_name: "${var.x}" })[0]?.domain).toEqual(
      unknownFact("service_name of aws_vpc_endpoint.api"),
    );
    expect(zones({ ...endpoint, service_name: "com.amazonaws.vpce.us-east-1.vpce-svc-0123" })[0]?.domain).toEqual(
      unknownFact("the private name of vpce.us-east-1.vpce-svc-0123"),
    );
  });
});

describe("inbound endpoints", () => {
  it("send queries back, which can form loops, or to other VPCs", () => {
    const subnet = { aws_subnet: { a: { vpc_id: "${aws_vpc.apps.id}", cidr_block: "10.10.0.0/24" } } };
    const inbound = (ip?: string) => ({
      aws_route53_resolver_endpoint: {
        inbound: { direction: "INBOUND", ip_address: [{ subnet_id: "${aws_subnet.a.id}", ip }] },
      },
    });
    expect(vpcOf({ aws_vpc: { apps }, ...subnet, ...inbound("10.10.0.9") }).inboundIps).toEqual(["10.10.0.9"]);
    expect(vpcOf({ aws_vpc: { apps }, ...subnet, ...inbound() }).inboundIps).toEqual([
      "aws_route53_resolver_endpoint.inbound",
      unknownFact("ip_address of aws_route53_resolver_endpoint.inbound, which AWS assigns"),
    ]);
    const back = { ...rule("corp.example", "FORWARD"), target_ip: [{ ip: "10.10.0.9" }] };
    const facts = factsOf({
      aws_vpc: { apps },
      ...subnet,
      ...inbound("10.10.0.9"),
      aws_route53_resolver_rule: { back },
      aws_route53_resolver_rule_association: { back: association("back") },
    });
    expect(answerIn(facts, allVpcs(facts)[0]!, "a.corp.example")).toMatchObject({ verdict: "no", rule: "DNS-14" });
  });
});
