import { type DnsAnswer } from "../../../proof/dns/answer";
import { VpcResolvers } from "../../../proof/dns/resolver";
import { unknownFact, type VpcDns } from "../../../proof/dns/vpc-dns";
import { forward, system, vpcDns } from "./views";

const efs = "fs-0123.efs.us-east-1.amazonaws.com";

function ask(name: string, changes: Partial<VpcDns> = {}, ...others: VpcDns[]): DnsAnswer {
  const vpc = vpcDns(changes);
  return new VpcResolvers([vpc, ...others]).answer(vpc, name);
}

const names = {
  efs,
  "efs in a zone": "us-east-1a.fs-0123.efs.us-east-1.amazonaws.com",
  "ecr api": "api.ecr.us-east-1.amazonaws.com",
  "ecr dkr": "111111111111.dkr.ecr.us-east-1.amazonaws.com",
  s3: "prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com",
  logs: "logs.us-east-1.amazonaws.com",
  sts: "sts.us-east-1.amazonaws.com",
  "on.aws": "111111111111.dkr-ecr.us-east-1.on.aws",
  "api.aws": "route53.global.api.aws",
  "on-premises": "intranet.corp.example",
};
type Name = keyof typeof names;
const everyName = Object.keys(names) as Name[];
const belowAmazonaws = everyName.filter((name) => names[name].endsWith("amazonaws.com"));
const efsNames: Name[] = ["efs", "efs in a zone"];

describe("which names AWS answers", () => {
  const withSystem = [forward("."), system("amazonaws.com")];
  it.each([
    ["no rules", [], everyName],
    ["a rule for an on-premises domain", [forward("corp.example")], everyName.filter((name) => name !== "on-premises")],
    [". forwarded", [forward(".")], []],
    [". forwarded and amazonaws.com kept in AWS", withSystem, belowAmazonaws],
    ["com forwarded", [forward("com")], ["on.aws", "api.aws", "on-premises"]],
    ["amazonaws.com forwarded", [forward("amazonaws.com")], ["on.aws", "api.aws", "on-premises"]],
    [
      "us-east-1.amazonaws.com forwarded under a SYSTEM rule for amazonaws.com",
      [...withSystem, forward("us-east-1.amazonaws.com")],
      [],
    ],
    [
      "efs.us-east-1.amazonaws.com forwarded under a SYSTEM rule for amazonaws.com",
      [...withSystem, forward("efs.us-east-1.amazonaws.com")],
      belowAmazonaws.filter((name) => !efsNames.includes(name)),
    ],
    [
      "the SYSTEM rule for efs.us-east-1.amazonaws.com alone",
      [forward("."), system("efs.us-east-1.amazonaws.com")],
      efsNames,
    ],
    ["one file system's name forwarded", [forward(efs)], everyName.filter((name) => !efsNames.includes(name))],
    ["the SYSTEM rule of another region's EFS", [forward("."), system("efs.eu-west-1.amazonaws.com")], []],
    ["the SYSTEM rule of the China partition", [forward("."), system("amazonaws.com.cn")], []],
    [
      ". forwarded and every AWS suffix kept",
      [...withSystem, system("on.aws"), system("api.aws")],
      everyName.filter((name) => name !== "on-premises"),
    ],
  ])("with %s", (_, rules, expected) => {
    const answered = everyName.filter((name) => ask(names[name], { rules }).verdict === "yes");
    const refused = everyName.filter((name) => ask(names[name], { rules }).verdict === "no");
    expect(answered).toEqual(expected);
    expect(refused).toEqual(everyName.filter((name) => !expected.includes(name)));
  });
});

describe("VpcResolvers", () => {
  it("fails the name of a file system if '.' is forwarded (the original failure)", () => {
    const { verdict, answerer, rule, resource, detail, resolveBy } = ask(efs, { rules: [forward(".")] });
    expect({ verdict, answerer, rule, resource, detail, resolveBy }).toEqual({
      verdict: "no",
      answerer: {
        by: "servers",
        via: "rule",
        servers: ["10.2.0.1", "10.2.0.2"],
        resource: "aws_route53_resolver_rule_association.everything",
      },
      rule: "DNS-03",
      resource: "aws_route53_resolver_rule_association.everything",
      detail: `${efs} matches "." FORWARD to 10.2.0.1, 10.2.0.2, which is outside AWS`,
      resolveBy: undefined,
    });
  });

  it("names the SYSTEM rule that keeps the name in AWS", () => {
    const { verdict, answerer, resource, detail } = ask(efs, { rules: [forward("."), system("amazonaws.com")] });
    expect({ verdict, answerer, resource, detail }).toEqual({
      verdict: "yes",
      answerer: { by: "aws", from: "efs", vpc: "aws_vpc.apps" },
      resource: "aws_route53_resolver_rule_association.amazonaws_com",
      detail: `${efs} matches "amazonaws.com" SYSTEM, resolved in AWS`,
    });
  });

  it("lists every candidate, the most specific first, and non-matching ones last", () => {
    const rules = [forward("corp.example"), forward("."), system("amazonaws.com")];
    const { candidates, winner } = ask(efs, { rules });
    expect(candidates.map(({ kind, domain, match }) => `${kind} ${String(domain)} ${match}`)).toEqual([
      "rule amazonaws.com parent",
      "rule . parent",
      "autodefined . parent",
      "rule corp.example none",
    ]);
    expect(winner).toBe(candidates[0]);
  });

  it("ignores case and a trailing dot", () => {
    const rules = [forward("."), system("AmazonAWS.com.")];
    expect(ask("FS-0123.EFS.us-east-1.amazonaws.COM.", { rules }).verdict).toBe("yes");
  });

  it("compares whole labels: notamazonaws.com is not amazonaws.com", () => {
    expect(ask("efs.notamazonaws.com", { rules: [forward("."), system("amazonaws.com")] }).verdict).toBe("no");
  });

  it("matches an internationalized domain in either spelling", () => {
    const { winner } = ask("intranet.xn--bcher-kva.example", { rules: [forward("BÜCHER.example")] });
    expect(winner?.domain).toBe("xn--bcher-kva.example");
  });

  it.each(["", ".", "..", "a..b", "*.example", "a b.example", "\u001b[31m.example", `${"x".repeat(300)}.example`])(
    "handles the unusual name %j",
    (name) => {
      expect(ask(name, { rules: [forward(".")] }).verdict).toBe("no");
    },
  );

  it("resolves AWS's autodefined names in AWS if '.' is forwarded (DNS-02)", () => {
    const rules = [forward(".")];
    const own = [
      "ip-10-0-0-1.ec2.internal",
      "ip-10-0-0-1.us-east-1.compute.internal",
      "ec2-1-2-3-4.compute-1.amazonaws.com",
      "4.3.2.10.in-addr.arpa",
      "1.0.16.172.in-addr.arpa",
      "1.1.168.192.in-addr.arpa",
      "localhost",
    ];
    expect(own.filter((name) => ask(name, { rules }).verdict !== "yes")).toEqual([]);
    expect(own.filter((name) => ask(name, { rules, dnsHostnames: false }).verdict !== "no")).toEqual([]);
    const elsewhere = ["ip-10-0-0-1.eu-west-1.compute.internal", "1.0.32.172.in-addr.arpa", "1.0.64.100.in-addr.arpa"];
    expect(elsewhere.filter((name) => ask(name, { rules }).verdict !== "no")).toEqual([]);
    expect(ask("1.0.64.100.in-addr.arpa", { rules, cidrBlocks: ["100.64.0.0/16"] }).verdict).toBe("yes");
    expect(ask("4.3.2.10.in-addr.arpa", { rules, autodefinedReverse: false }).verdict).toBe("no");
  });

  it("lets a FORWARD rule override an autodefined rule of the same name", () => {
    expect(ask("a.ec2.internal", { rules: [forward("ec2.internal")] }).verdict).toBe("no");
    expect(ask("a.ec2.internal", { rules: [forward("internal")] }).verdict).toBe("yes");
  });

  it("fails without DNS support, whatever the rules are", () => {
    const { verdict, answerer, rule, detail } = ask(efs, { dnsSupport: false, rules: [system("amazonaws.com")] });
    expect({ verdict, answerer, rule, detail }).toEqual({
      verdict: "no",
      answerer: { by: "nobody" },
      rule: "VPC-01",
      detail: "enable_dns_support of aws_vpc.apps is off, so its resolver does not answer",
    });
  });

  it("fails a file system's name, but no public name, without DNS host names", () => {
    const answer = ask(efs, { dnsHostnames: false });
    expect(answer.verdict).toBe("no");
    expect(answer.rule).toBe("VPC-01");
    expect(answer.detail).toBe(`${efs} matches no rule, but enable_dns_hostnames of aws_vpc.apps is off`);
    expect(ask("sts.us-east-1.amazonaws.com", { dnsHostnames: false }).verdict).toBe("yes");
  });
});

describe("private zones", () => {
  const zone = { resource: "aws_route53_zone.corp", domain: "corp.example" };

  it("answers from a zone under a forwarded '.'", () => {
    const { verdict, answerer } = ask("db.corp.example", { rules: [forward(".")], zones: [zone] });
    expect(verdict).toBe("yes");
    expect(answerer).toEqual({ by: "aws", from: "zone", vpc: "aws_vpc.apps", resource: "aws_route53_zone.corp" });
  });

  it("gives a FORWARD rule precedence over a zone of the same name (DNS-05)", () => {
    const { verdict, winner } = ask("db.corp.example", { rules: [forward("corp.example")], zones: [zone] });
    expect(verdict).toBe("no");
    expect(winner?.kind).toBe("rule");
  });

  it("gives precedence to the more specific of rule and zone", () => {
    expect(ask("a.db.corp.example", { rules: [forward("db.corp.example")], zones: [zone] }).verdict).toBe("no");
    const narrower = { ...zone, domain: "db.corp.example" };
    expect(ask("a.db.corp.example", { rules: [forward("corp.example")], zones: [narrower] }).verdict).toBe("yes");
  });

  it("ignores zones without DNS host names", () => {
    const { verdict, winner } = ask("db.corp.example", { rules: [forward(".")], zones: [zone], dnsHostnames: false });
    expect(verdict).toBe("no");
    expect(winner?.domain).toBe(".");
  });

  it("asks for the record if a zone overrides an AWS name", () => {
    const hiding = { resource: "aws_route53_zone.ecr", domain: "ecr.us-east-1.amazonaws.com" };
    const name = "api.ecr.us-east-1.amazonaws.com";
    const answer = ask(name, { zones: [hiding] });
    expect(answer.verdict).toBe("unknown");
    expect(answer.resolveBy).toBe(`whether aws_route53_zone.ecr has a record for ${name}`);
    const withRecords = (...records: string[]) =>
      ask(name, { zones: [{ ...hiding, records: { names: records, complete: true } }] }).verdict;
    expect(withRecords(name)).toBe("yes");
    expect(withRecords("*.ecr.us-east-1.amazonaws.com.")).toBe("yes");
    expect(withRecords("dkr.ecr.us-east-1.amazonaws.com")).toBe("no");
    expect(withRecords()).toBe("no");
  });

  it("does not pass a file system's name that a customer's zone answers", () => {
    const hiding = { resource: "aws_route53_zone.efs", domain: "efs.us-east-1.amazonaws.com" };
    const verdictWith = (records: { names: string[]; complete: boolean }) =>
      ask(efs, { zones: [{ ...hiding, records }] }).verdict;
    expect(verdictWith({ names: [], complete: true })).toBe("no");
    expect(verdictWith({ names: [], complete: false })).toBe("unknown");
    expect(verdictWith({ names: [efs], complete: true })).toBe("unknown");
  });

  it("leaves open whether a SYSTEM rule takes precedence over the zone of the same or a wider name (DNS-05)", () => {
    const hiding = (domain: string) => ({
      resource: "aws_route53_zone.hiding",
      domain,
      records: { names: [], complete: true },
    });
    const rules = [system("efs.us-east-1.amazonaws.com")];
    expect(ask(efs, { rules, zones: [hiding("efs.us-east-1.amazonaws.com")] }).verdict).toBe("unknown");
    expect(ask(efs, { rules, zones: [hiding("amazonaws.com")] }).verdict).toBe("unknown");
    expect(ask(efs, { rules, zones: [hiding(efs)] }).verdict).toBe("no");
  });

  it("also considers the wider zone if the more specific one may not exist", () => {
    const records = { names: ["api.ecr.us-east-1.amazonaws.com"], complete: false };
    const sure = { resource: "aws_route53_zone.com", domain: "com", records: { names: [], complete: true } };
    const open = { resource: "aws_route53_zone.open", domain: unknownFact("var.domain"), records };
    const rules = [{ ...system("amazonaws.com"), domain: unknownFact("var.rule") }, system("us-east-1.amazonaws.com")];
    const answer = ask("api.ecr.us-east-1.amazonaws.com", { rules, zones: [open, sure] });
    expect(answer.verdict).toBe("unknown");
    expect(answer.outcomes.map(({ resource, verdict }) => `${resource} ${verdict}`)).toContain(
      "aws_route53_zone.com no",
    );
    expect(JSON.stringify(answer)).not.toContain("[object");
  });
});

describe("private DNS of interface endpoints", () => {
  const endpoint = { resource: "aws_vpc_endpoint.ecr_api", domain: "api.ecr.us-east-1.amazonaws.com" };
  const name = "api.ecr.us-east-1.amazonaws.com";
  const through = { by: "aws", from: "endpoint", vpc: "aws_vpc.apps", resource: "aws_vpc_endpoint.ecr_api" };

  it("leads to the endpoint where the VPC's resolver answers itself", () => {
    expect(ask(name, { endpoints: [endpoint] }).answerer).toEqual(through);
    const rules = [forward("."), system("amazonaws.com")];
    expect(ask(name, { rules, endpoints: [endpoint] }).answerer).toEqual(through);
  });

  it("answers under a FORWARD rule for a wider name, as a private hosted zone does (DNS-05)", () => {
    for (const domain of [".", "com", "amazonaws.com"]) {
      const answer = ask(name, { rules: [forward(domain)], endpoints: [endpoint] });
      expect([domain, answer.verdict, answer.resource]).toEqual([domain, "yes", endpoint.resource]);
    }
  });

  it("is unknown with a FORWARD rule for the same name, and says what would settle it", () => {
    const answer = ask(name, { rules: [forward(name)], endpoints: [endpoint] });
    expect(answer.verdict).toBe("unknown");
    expect(answer.resolveBy).toBe(
      `AWS does not document whether the private DNS of an interface endpoint takes precedence over a rule for the same name; add a SYSTEM rule that covers ${name}`,
    );
  });

  it("fails under a FORWARD rule that is more specific", () => {
    const dkr = { resource: "aws_vpc_endpoint.ecr_dkr", domain: "dkr.ecr.us-east-1.amazonaws.com" };
    const rules = [forward("111111111111.dkr.ecr.us-east-1.amazonaws.com")];
    expect(ask("111111111111.dkr.ecr.us-east-1.amazonaws.com", { rules, endpoints: [dkr] }).verdict).toBe("no");
  });

  it("does not exist without DNS host names (VPC-02)", () => {
    expect(ask(name, { endpoints: [endpoint], dnsHostnames: false }).answerer).toEqual({
      by: "aws",
      from: "public",
      vpc: "aws_vpc.apps",
    });
  });
});

describe("DHCP options", () => {
  const dhcpResource = "aws_vpc_dhcp_options.ad";

  it("fails with servers on-premises, which bypass the rules (VPC-04)", () => {
    const rules = [system("amazonaws.com")];
    const { verdict, rule, resource, detail } = ask(efs, {
      dhcpServers: ["10.2.0.1", "10.2.0.2"],
      dhcpResource,
      rules,
    });
    expect({ verdict, rule, resource, detail }).toEqual({
      verdict: "no",
      rule: "VPC-04",
      resource: dhcpResource,
      detail:
        "the DHCP options send every query to 10.2.0.1, 10.2.0.2, which bypasses the VPC's resolver and its rules",
    });
  });

  it.each([["amazonprovideddns"], ["169.254.169.253"], ["10.10.0.2"], ["fd00:ec2::253"]])(
    "recognizes %s as the VPC's own resolver",
    (server) => {
      expect(ask(efs, { dhcpServers: [server] }).verdict).toBe("yes");
    },
  );

  it("fails with mixed servers if the first is not AWS's: the next is used only if it does not answer", () => {
    const { verdict, rule, detail } = ask(efs, { dhcpServers: ["10.2.0.1", "AmazonProvidedDNS"] });
    expect({ verdict, rule, detail }).toEqual({ verdict: "no", rule: "VPC-04", detail: "10.2.0.1 is outside AWS" });
  });

  it("is unknown with mixed servers if AWS's own is first, and with unknown servers", () => {
    expect(ask(efs, { dhcpServers: ["AmazonProvidedDNS", "10.2.0.1"] }).verdict).toBe("unknown");
    const answer = ask(efs, { dhcpServers: unknownFact("var.dns_servers") });
    expect(answer.verdict).toBe("unknown");
    expect(answer.resolveBy).toBe("var.dns_servers");
  });

  it("fails with unknown servers if the resolver would not answer either", () => {
    expect(ask(efs, { dhcpServers: unknownFact("var.dns_servers"), rules: [forward(".")] }).verdict).toBe("no");
  });

  it("is unknown with on-premises servers that may forward to the VPC's inbound endpoint", () => {
    const answer = ask(efs, { dhcpServers: ["10.2.0.1"], inboundIps: ["10.10.0.10"] });
    expect(answer.verdict).toBe("unknown");
    expect(answer.resolveBy).toBe(`whether 10.2.0.1 forwards ${efs} to the inbound endpoint of aws_vpc.apps`);
  });
});

describe("other VPCs", () => {
  const hub = (changes: Partial<VpcDns> = {}) =>
    vpcDns({
      id: "aws_vpc.hub",
      name: "aws_vpc.hub",
      cidrBlocks: ["10.0.0.0/22"],
      inboundIps: ["10.0.0.10", "10.0.1.10"],
      ...changes,
    });
  const toHub = [forward(".", "10.0.0.10", "10.0.1.10")];

  it("follows a rule to the inbound endpoint of another VPC", () => {
    const { verdict, answerer, detail } = ask("sts.us-east-1.amazonaws.com", { rules: toHub }, hub());
    expect(verdict).toBe("yes");
    expect(answerer).toEqual({ by: "aws", from: "public", vpc: "aws_vpc.hub" });
    expect(detail).toBe(
      'sts.us-east-1.amazonaws.com matches "." FORWARD to 10.0.0.10, 10.0.1.10; 10.0.0.10 is the inbound endpoint of aws_vpc.hub: sts.us-east-1.amazonaws.com matches no rule',
    );
    const onward = hub({ rules: [forward(".")] });
    expect(ask("sts.us-east-1.amazonaws.com", { rules: toHub }, onward).verdict).toBe("no");
  });

  it("fails if one of the targets is not AWS, since targets are selected at random (DNS-24)", () => {
    const rules = [forward(".", "10.0.0.10", "10.2.0.1")];
    expect(ask("sts.us-east-1.amazonaws.com", { rules }, hub()).verdict).toBe("no");
  });

  it("fails a file system's name, which only the VPC of its mount targets answers (EFS-04)", () => {
    expect(ask(efs, { rules: toHub }, hub()).verdict).toBe("no");
    const answer = ask(efs, { dhcpServers: ["10.0.0.10"] }, hub());
    expect(answer.verdict).toBe("no");
    expect(answer.rule).toBe("EFS-04");
  });

  it("fails a loop through the VPC's own inbound endpoint (DNS-14)", () => {
    const { verdict, rule, answerer } = ask("a.example", {
      rules: [forward(".", "10.10.0.9")],
      inboundIps: ["10.10.0.9"],
    });
    expect({ verdict, rule, answerer }).toEqual({
      verdict: "no",
      rule: "DNS-14",
      answerer: { by: "loop", vpcs: ["aws_vpc.apps", "aws_vpc.apps"] },
    });
  });

  it("fails a loop through another VPC's inbound endpoint", () => {
    const back = hub({ rules: [forward(".", "10.10.0.9")] });
    const answer = ask("a.example", { rules: toHub, inboundIps: ["10.10.0.9"] }, back);
    expect(answer.verdict).toBe("no");
    expect(answer.answerer).toEqual({ by: "loop", vpcs: ["aws_vpc.hub", "aws_vpc.apps"] });
  });

  it("gives the same answer whichever VPC is queried first, even with an unknown association", () => {
    const maybe = { ...forward(".", "10.0.0.10"), mayBe: unknownFact("var.associate") };
    const [one, other] = [
      vpcDns({ rules: [maybe], inboundIps: ["10.10.0.9"] }),
      hub({ rules: [forward(".", "10.10.0.9")] }),
    ];
    const verdicts = (...vpcs: VpcDns[]) => {
      const resolvers = new VpcResolvers([one, other]);
      return vpcs.map((vpc) => resolvers.answer(vpc, "a.example").verdict);
    };
    expect(verdicts(one, other)).toEqual(["unknown", "unknown"]);
    expect(verdicts(other, one)).toEqual(["unknown", "unknown"]);
  });

  it("is unknown if a target may be an inbound address that AWS has not assigned yet", () => {
    const open = hub({ inboundIps: [unknownFact("aws_route53_resolver_endpoint.inbound.ip_address")] });
    const verdict = (target: string) => ask("a.example", { rules: [forward(".", target)] }, open).verdict;
    expect(verdict("10.0.0.77")).toBe("unknown");
    expect(verdict("10.2.0.77")).toBe("no");
  });

  it("finishes in bounded time if every VPC forwards to every other", () => {
    const mesh = Array.from({ length: 60 }, (_, index) =>
      vpcDns({
        id: `aws_vpc.v${index}`,
        name: `aws_vpc.v${index}`,
        cidrBlocks: [`10.${index}.0.0/16`],
        inboundIps: [`10.${index}.0.9`],
        rules: Array.from({ length: 60 }, (__, other) => ({
          ...forward(".", `10.${other}.0.9`),
          mayBe: unknownFact("var.some"),
        })),
      }),
    );
    const started = performance.now();
    expect(new VpcResolvers(mesh).answer(mesh[0]!, "a.example").verdict).toBe("unknown");
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("unknown input", () => {
  const open = unknownFact("var.x");

  it("makes the answer unknown if an association could change it either way", () => {
    const answer = ask(efs, { rules: [forward("."), { ...system("amazonaws.com"), mayBe: open }] });
    expect(answer.verdict).toBe("unknown");
    expect(answer.resolveBy).toBe("var.x");
    expect(answer.detail).toBe(
      `${efs} matches "amazonaws.com" SYSTEM, resolved in AWS; or ${efs} matches "." FORWARD to 10.2.0.1, 10.2.0.2, which is outside AWS`,
    );
    expect(ask(efs, { rules: [{ ...forward("com"), mayBe: open }] }).verdict).toBe("unknown");
  });

  it("has no effect if it could not change the answer", () => {
    const rules = [forward("."), system("amazonaws.com")];
    expect(ask(efs, { rules: [...rules, { ...forward("com"), mayBe: open }] }).verdict).toBe("yes");
    expect(ask(efs, { rules: [...rules, { ...forward("corp.example"), mayBe: open }] }).verdict).toBe("yes");
    expect(ask(efs, { rules: [...rules, { ...system("."), domain: open }] }).verdict).toBe("yes");
    expect(ask(efs, { rules: [{ ...forward("."), targets: open }] }).verdict).toBe("no");
    expect(ask(efs, { region: open, rules }).verdict).toBe("yes");
  });

  it("makes the answer unknown with a rule whose domain or type is unknown", () => {
    const rules = [forward("."), system("amazonaws.com")];
    expect(ask(efs, { rules: [...rules, { ...forward("."), domain: open }] }).verdict).toBe("unknown");
    expect(ask(efs, { rules: [{ ...forward("."), type: open }] }).verdict).toBe("unknown");
    expect(ask(efs, { rules, unseenRules: [unknownFact("the rules associated with vpc-0abc")] }).verdict).toBe(
      "unknown",
    );
  });

  it("makes the answer unknown with unknown VPC attributes", () => {
    expect(ask(efs, { dnsSupport: open }).verdict).toBe("unknown");
    expect(ask(efs, { dnsHostnames: open }).verdict).toBe("unknown");
    expect(ask(efs, { dnsHostnames: open, rules: [forward(".")] }).verdict).toBe("no");
  });

  it("is handled quickly with ten thousand unknown rules", () => {
    const rules = Array.from({ length: 10_000 }, (_, at) =>
      at % 2 ? { ...forward("."), domain: open, type: open } : { ...system("com"), mayBe: open },
    );
    const zones = [{ resource: "aws_route53_zone.com", domain: "com" }];
    const started = performance.now();
    expect(ask(efs, { rules, zones }).verdict).toBe("unknown");
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("is handled quickly with ten thousand rules", () => {
    const rules = Array.from({ length: 10_000 }, (_, index) => forward(index % 2 ? "." : `d${index}.example`));
    const started = performance.now();
    expect(ask(efs, { rules: [...rules, system("amazonaws.com")] }).verdict).toBe("yes");
    expect(ask("a.example", { rules }).verdict).toBe("no");
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
