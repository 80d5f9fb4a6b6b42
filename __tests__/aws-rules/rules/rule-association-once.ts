import { type AwsRule, stack, type Violation, violation } from "../rule";
import { type Resource } from "../stacks";

export const rule: AwsRule = {
  fact: "a VPC takes one resolver rule per domain name: ResourceExistsException",
  source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_AssociateResolverRule.html",
  check: (stacks) => {
    const seen = new Map<string, Resource>();
    return stacks.of("aws_route53_resolver_rule_association").flatMap((one): Violation[] => {
      const [rule] = stacks.referred(one, one.args["resolver_rule_id"], "aws_route53_resolver_rule");
      const [vpc] = stacks.referred(one, one.args["vpc_id"], "aws_vpc");
      const domain = String(rule?.args["domain_name"] ?? one.args["resolver_rule_id"]);
      const key = `${vpc?.address ?? `${one.stack} ${String(one.args["vpc_id"])}`} ${domain.toLowerCase().replace(/(?<=.)\.$/, "")}`;
      const other = seen.get(key);
      seen.set(key, one);
      return other ? [violation(one, `${other.address} gives the VPC a rule for ${domain} already`)] : [];
    });
  },
  fails: {
    "s/aws_route53_resolver_rule_association.b: s/aws_route53_resolver_rule_association.a gives the VPC a rule for corp.example.com. already":
      associated("corp.example.com."),
  },
  passes: [associated("other.example.com")],
};

function associated(domain: string) {
  const of = (name: string) => ({
    vpc_id: "${aws_vpc.one.id}",
    resolver_rule_id: `\${aws_route53_resolver_rule.${name}.id}`,
  });
  return stack({
    "aws_vpc.one": {},
    "aws_route53_resolver_rule.a": { domain_name: "corp.example.com" },
    "aws_route53_resolver_rule.b": { domain_name: domain },
    "aws_route53_resolver_rule_association.a": of("a"),
    "aws_route53_resolver_rule_association.b": of("b"),
  });
}
