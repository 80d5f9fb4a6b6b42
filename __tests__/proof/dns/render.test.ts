import { renderAnswer } from "../../../proof/dns/render";
import { VpcResolvers } from "../../../proof/dns/resolver";
import { unknownFact, type VpcDns } from "../../../proof/dns/vpc-dns";
import { forward, system, vpcDns } from "./views";

function rendered(name: string, changes: Partial<VpcDns>): string[] {
  const vpc = vpcDns(changes);
  return renderAnswer(new VpcResolvers([vpc]).answer(vpc, name), vpc, "vpc-apps:aws_vpc.apps").split("\n");
}

it("prints every candidate, the winner and the answering server", () => {
  const zones = [{ resource: "aws_route53_zone.corp", domain: "corp.example" }];
  const rules = [forward("."), system("amazonaws.com")];
  expect(rendered("fs-0123.efs.us-east-1.amazonaws.com", { rules, zones })).toEqual([
    "fs-0123.efs.us-east-1.amazonaws.com in vpc-apps:aws_vpc.apps",
    "",
    "DNS support on, DNS host names on, name servers AmazonProvidedDNS",
    "",
    "→ resolver rule   amazonaws.com  SYSTEM                         aws_route53_resolver_rule_association.amazonaws_com",
    "  resolver rule   .              FORWARD to 10.2.0.1, 10.2.0.2  aws_route53_resolver_rule_association.everything",
    "  AWS's own rule  .              in AWS",
    "  private zone    corp.example   answers                        aws_route53_zone.corp, does not match",
    "",
    "answered by AWS: yes (DNS-01)",
    '  fs-0123.efs.us-east-1.amazonaws.com matches "amazonaws.com" SYSTEM, resolved in AWS',
    "  aws_vpc.apps's resolver answers, with the mount target in the client's zone",
    "",
  ]);
});

it("prints what is unknown, and what would settle it", () => {
  const open = unknownFact("var.rule_id");
  const rules = [{ ...forward("."), domain: open, type: open, targets: open }];
  expect(rendered("sts.us-east-1.amazonaws.com", { rules, dnsSupport: open, dhcpServers: open }).slice(2)).toEqual([
    "DNS support not known, DNS host names on, name servers not known",
    "",
    "  resolver rule   ?  ?       aws_route53_resolver_rule_association.everything, may apply: var.rule_id",
    "  AWS's own rule  .  in AWS",
    "",
    "answered by AWS: unknown (DNS-03)",
    "  sts.us-east-1.amazonaws.com may match the rule of aws_route53_resolver_rule_association.everything, which is not known; or sts.us-east-1.amazonaws.com matches no rule; or aws_vpc.apps may have DNS support off; or the DHCP options of aws_vpc.apps may name other servers",
    "  to settle it: var.rule_id",
    "",
  ]);
});

it("prints that an EFS name has no answer without DNS host names", () => {
  expect(rendered("fs-0123.efs.us-east-1.amazonaws.com", { dnsHostnames: false }).slice(-4)).toEqual([
    "answered by AWS: no (VPC-01)",
    "  fs-0123.efs.us-east-1.amazonaws.com matches no rule, but enable_dns_hostnames of aws_vpc.apps is off",
    "  aws_vpc.apps's resolver is asked, but does not know the name",
    "",
  ]);
});

it("prints no candidates if the VPC's resolver is not queried", () => {
  expect(rendered("sts.us-east-1.amazonaws.com", { dhcpServers: ["10.2.0.1"] }).slice(2)).toEqual([
    "DNS support on, DNS host names on, name servers 10.2.0.1",
    "",
    "answered by AWS: no (VPC-04)",
    "  the DHCP options send every query to 10.2.0.1, which bypasses the VPC's resolver and its rules",
    "  10.2.0.1 answers",
    "",
  ]);
});

it("escapes all input for the terminal", () => {
  const nasty = "\u001b]0;owned\u0007";
  const text = rendered(`${nasty}.example`, {
    rules: [{ ...forward("."), resource: nasty, targets: [nasty] }],
    zones: [{ resource: nasty, domain: nasty }],
    dhcpServers: ["AmazonProvidedDNS", nasty],
  }).join("\n");
  // eslint-disable-next-line no-control-regex -- the question is whether there are any
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(text).toContain("\\u{1b}]0;owned\\u{7}");
});
