import { type AwsRule, each, stack } from "../rule";
import { blocks, texts } from "../stacks";

export const rule: AwsRule = {
  fact: "an outbound endpoint speaks every protocol and address family of the targets behind it",
  source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_TargetAddress.html",
  check: each("aws_route53_resolver_rule", (forward, stacks) => {
    const [endpoint] = stacks.referred(forward, forward.args["resolver_endpoint_id"], "aws_route53_resolver_endpoint");
    if (!endpoint) return undefined;
    const spoken = endpoint.args["protocols"] === undefined ? ["Do53"] : texts(endpoint.args["protocols"]);
    for (const { ip, ipv6, protocol = "Do53" } of blocks(forward.args["target_ip"])) {
      if (!spoken.includes(String(protocol)))
        return `${String(ip ?? ipv6)} speaks ${String(protocol)}, its endpoint does not`;
      if (ipv6 !== undefined && !/IPV6|DUALSTACK/.test(String(endpoint.args["resolver_endpoint_type"]))) {
        return `${String(ipv6)} is IPv6, its endpoint is not`;
      }
    }
    return undefined;
  }),
  fails: {
    "s/aws_route53_resolver_rule.corp: 10.2.0.1 speaks DoH, its endpoint does not": forwarding({
      ip: "10.2.0.1",
      protocol: "DoH",
    }),
    "s/aws_route53_resolver_rule.corp: fd00::1 is IPv6, its endpoint is not": forwarding({ ipv6: "fd00::1" }),
  },
  passes: [
    forwarding({ ip: "10.2.0.1" }),
    forwarding(
      { ipv6: "fd00::1", protocol: "DoH" },
      { protocols: ["Do53", "DoH"], resolver_endpoint_type: "DUALSTACK" },
    ),
  ],
};

function forwarding(target: object, endpoint: Readonly<Record<string, unknown>> = {}) {
  return stack({
    "aws_route53_resolver_endpoint.out": endpoint,
    "aws_route53_resolver_rule.corp": {
      resolver_endpoint_id: "${aws_route53_resolver_endpoint.out.id}",
      target_ip: [target],
    },
  });
}
