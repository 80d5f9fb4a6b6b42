import { amazonProvidedDns, type RuleAssociation, type VpcDns } from "../../../proof/dns/vpc-dns";

/** A valid new VPC in us-east-1 without rules; a test sets the differences. */
export function vpcDns(changes: Partial<VpcDns> = {}): VpcDns {
  return {
    id: "aws_vpc.apps",
    name: "aws_vpc.apps",
    region: "us-east-1",
    cidrBlocks: ["10.10.0.0/16"],
    dnsSupport: true,
    dnsHostnames: true,
    dhcpServers: [amazonProvidedDns],
    rules: [],
    zones: [],
    endpoints: [],
    inboundIps: [],
    ...changes,
  };
}

export function forward(domain: string, ...targets: string[]): RuleAssociation {
  const label = domain === "." ? "everything" : domain.replaceAll(".", "_");
  return {
    resource: `aws_route53_resolver_rule_association.${label}`,
    rule: `aws_route53_resolver_rule.${label}`,
    domain,
    type: "FORWARD",
    targets: targets.length === 0 ? ["10.2.0.1", "10.2.0.2"] : targets,
  };
}

export function system(domain: string): RuleAssociation {
  return { ...forward(domain), type: "SYSTEM", targets: undefined };
}
