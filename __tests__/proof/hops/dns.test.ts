import { join } from "node:path";

import { Facts } from "../../../proof/facts";
import { readGraph } from "../../../proof/graph/read";
import { dhcpOptions } from "../../../proof/hops/dhcp-options/hop";
import { type Hop } from "../../../proof/hops/hop";
import { resolver } from "../../../proof/hops/resolver/hop";
import { vpcDns } from "../../../proof/hops/vpc-dns/hop";
import { prove } from "../../../proof/prove";
import { type HopResult } from "../../../proof/verdict";
import { mountPaths } from "../../../proof/workloads/mount-paths";

const plan = (fixture: string) => join(__dirname, "../fixtures", fixture, "plan.json");

/** A hop's answer for a fixture's first path. */
function answer(hop: Hop, fixture: string) {
  const facts = new Facts(readGraph([plan(fixture)]));
  const [path] = mountPaths(facts);
  return hop.evaluate(path!, facts)!;
}

/** The hop in the report, with a fix that was tried. */
function result(hop: Hop, fixture: string): HopResult {
  return prove(readGraph([plan(fixture)])).paths[0]!.hops.find(({ hop: name }) => name === hop.name)!;
}

describe("vpc-dns", () => {
  it("passes with both attributes on", () => {
    expect(answer(vpcDns, "vpc-dns/hostnames-from-a-variable")).toEqual({
      verdict: "passes",
      rule: "VPC-01",
      resource: "aws_vpc.apps",
      detail: "enable_dns_support and enable_dns_hostnames of aws_vpc.apps are on",
    });
  });

  it("fails without DNS host names (a file system name needs them)", () => {
    expect(result(vpcDns, "seeds/dns-hostnames-off")).toEqual({
      hop: "vpc-dns",
      verdict: "fails",
      rule: "VPC-01",
      resource: "aws_vpc.main",
      detail: "enable_dns_hostnames of aws_vpc.main is off, so no EFS name resolves in this VPC",
      fix: "set enable_dns_hostnames of aws_vpc.main to true",
      terraform: "# in aws_vpc.main\nenable_dns_hostnames = true",
    });
  });

  it("is unknown if an attribute is known only after apply", () => {
    expect(answer(vpcDns, "vpc-dns/hostnames-known-only-after-apply")).toEqual({
      verdict: "unknown",
      rule: "VPC-01",
      resource: "aws_vpc.apps",
      detail: "enable_dns_hostnames of aws_vpc.apps is not known",
      resolveBy: "enable_dns_hostnames of aws_vpc.apps, which is terraform_data.dns.output: known only after apply",
    });
  });
});

describe("dhcp-options", () => {
  it("passes with AmazonProvidedDNS", () => {
    expect(answer(dhcpOptions, "dhcp-options/amazon-provided-dns")).toMatchObject({
      verdict: "passes",
      rule: "VPC-04",
      detail: "aws_vpc.apps uses AmazonProvidedDNS",
    });
  });

  it("passes if the options belong to another VPC", () => {
    expect(answer(dhcpOptions, "dhcp-options/on-premises-servers-for-another-vpc").verdict).toBe("passes");
  });

  it("fails with on-premises servers (the original failure)", () => {
    expect(result(dhcpOptions, "seeds/dhcp-options-to-ad-servers")).toEqual({
      hop: "dhcp-options",
      verdict: "fails",
      rule: "VPC-04",
      resource: "aws_vpc_dhcp_options.ad",
      detail:
        "the DHCP options send every query to 10.2.0.1, 10.2.0.2, which bypasses the VPC's resolver and its rules",
      fix: 'set domain_name_servers of aws_vpc_dhcp_options.ad to ["AmazonProvidedDNS"]',
      terraform: '# in aws_vpc_dhcp_options.ad\ndomain_name_servers = ["AmazonProvidedDNS"]',
    });
  });

  it("is unknown for options with only a known id", () => {
    expect(answer(dhcpOptions, "dhcp-options/options-by-literal-id")).toEqual({
      verdict: "unknown",
      rule: "VPC-04",
      resource: "aws_vpc_dhcp_options_association.corporate",
      detail: "the name servers of aws_vpc.apps are not known",
      resolveBy: "domain_name_servers of dopt-0f3a9b1c2d4e5f607",
    });
  });
});

describe("resolver", () => {
  it("passes with the SYSTEM rule if '.' is forwarded", () => {
    expect(answer(resolver, "seeds/dot-forwarded-with-system-rule")).toEqual({
      verdict: "passes",
      rule: "DNS-01",
      resource: "aws_route53_resolver_rule_association.amazonaws_com",
      detail: 'fs-….efs.us-east-1.amazonaws.com matches "amazonaws.com" SYSTEM, resolved in AWS',
    });
  });

  it("fails without it (the original failure), with the fix", () => {
    expect(result(resolver, "seeds/dot-forwarded-without-system-rule")).toEqual({
      hop: "resolver",
      verdict: "fails",
      rule: "DNS-03",
      resource: "aws_route53_resolver_rule_association.everything",
      detail: 'fs-….efs.us-east-1.amazonaws.com matches "." FORWARD to 10.2.0.1, 10.2.0.2, which is outside AWS',
      fix: "associate a SYSTEM rule for amazonaws.com with aws_vpc.main",
      terraform: [
        'resource "aws_route53_resolver_rule" "amazonaws_com" {',
        '  domain_name = "amazonaws.com"',
        '  rule_type   = "SYSTEM"',
        "}",
        "",
        'resource "aws_route53_resolver_rule_association" "amazonaws_com" {',
        "  resolver_rule_id = aws_route53_resolver_rule.amazonaws_com.id",
        "  vpc_id           = aws_vpc.main.id",
        "}",
      ].join("\n"),
    });
  });

  it.each([
    ["system-rule-associated-elsewhere", "associate aws_route53_resolver_rule.aws with aws_vpc.spoke"],
    [
      "region-forwarded-beside-the-system-rule",
      "associate a SYSTEM rule for efs.us-east-1.amazonaws.com with aws_vpc.spoke",
    ],
    ["amazonaws-com-forwarded", "associate a SYSTEM rule for efs.us-east-1.amazonaws.com with aws_vpc.spoke"],
    ["china-with-the-wrong-suffix", "associate a SYSTEM rule for amazonaws.com.cn with aws_vpc.spoke"],
    ["private-zone-over-the-file-systems-names", "remove aws_route53_zone.efs; remove aws_route53_record.remote"],
    [
      "forward-rule-of-a-private-zones-name",
      "remove aws_route53_resolver_rule_association.efs; remove aws_route53_zone.efs",
    ],
  ])("fails for %s, with the smallest fix that works", (fixture, fix) => {
    expect(result(resolver, `resolver/${fixture}`)).toMatchObject({ verdict: "fails", fix });
  });

  it("is unknown for a rule with only a known id", () => {
    expect(answer(resolver, "resolver/rule-by-literal-id")).toEqual({
      verdict: "unknown",
      rule: "DNS-03",
      resource: "aws_route53_resolver_rule_association.shared",
      detail:
        "fs-….efs.us-east-1.amazonaws.com may match the rule of aws_route53_resolver_rule_association.shared, which is not known",
      resolveBy:
        "domain and type of rslvr-rr-5328a0899aexample: add the plan or state that contains it, or data.aws_route53_resolver_rule",
    });
  });
});
