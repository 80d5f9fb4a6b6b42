import { type AwsRule, each, stack } from "../rule";
import { blocks } from "../stacks";

export const rule: AwsRule = {
  fact: "a SYSTEM rule takes no endpoint and no targets, a FORWARD rule needs an outbound endpoint and one to six targets",
  source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverRule.html",
  check: each("aws_route53_resolver_rule", (one, stacks) => {
    const targets = blocks(one.args["target_ip"]).length;
    const endpoint = one.args["resolver_endpoint_id"];
    if (one.args["rule_type"] === "SYSTEM")
      return endpoint !== undefined || targets > 0 ? "SYSTEM with endpoint or targets" : undefined;
    if (endpoint === undefined) return "FORWARD without an endpoint";
    if (targets < 1 || targets > 6) return `FORWARD to ${targets} targets, AWS takes 1 to 6`;
    const inbound = stacks.referred(one, endpoint).some(({ args }) => args["direction"] === "INBOUND");
    return inbound ? "FORWARD through an inbound endpoint" : undefined;
  }),
  fails: {
    "s/aws_route53_resolver_rule.one: SYSTEM with endpoint or targets": written({
      rule_type: "SYSTEM",
      target_ip: [{}],
    }),
    "s/aws_route53_resolver_rule.one: FORWARD without an endpoint": written({ rule_type: "FORWARD", target_ip: [{}] }),
    "s/aws_route53_resolver_rule.one: FORWARD to 0 targets, AWS takes 1 to 6": written({
      rule_type: "FORWARD",
      resolver_endpoint_id: "${aws_route53_resolver_endpoint.out.id}",
    }),
    "s/aws_route53_resolver_rule.one: FORWARD through an inbound endpoint": written({
      rule_type: "FORWARD",
      resolver_endpoint_id: "${aws_route53_resolver_endpoint.in.id}",
      target_ip: [{}],
    }),
  },
  passes: [
    written({ rule_type: "SYSTEM" }),
    written({ rule_type: "FORWARD", resolver_endpoint_id: "${aws_route53_resolver_endpoint.out.id}", target_ip: [{}] }),
  ],
};

function written(args: Readonly<Record<string, unknown>>) {
  return stack({
    "aws_route53_resolver_rule.one": args,
    "aws_route53_resolver_endpoint.in": { direction: "INBOUND" },
    "aws_route53_resolver_endpoint.out": { direction: "OUTBOUND" },
  });
}
