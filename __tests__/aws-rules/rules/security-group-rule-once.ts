import { type AwsRule, stack, type Violation, violation } from "../rule";
import { type Resource } from "../stacks";

const keys = [
  "security_group_id",
  "ip_protocol",
  "from_port",
  "to_port",
  "cidr_ipv4",
  "cidr_ipv6",
  "prefix_list_id",
  "referenced_security_group_id",
];

export const rule: AwsRule = {
  fact: "a security group takes no rule twice: InvalidPermission.Duplicate",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
  check: (stacks) =>
    ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"].flatMap((type) => {
      const seen = new Map<string, Resource>();
      return stacks.of(type).flatMap((one): Violation[] => {
        const key = JSON.stringify([one.stack, ...keys.map((name) => one.args[name])]);
        const other = seen.get(key);
        seen.set(key, one);
        return other ? [violation(one, `opens what ${other.address} opens`)] : [];
      });
    }),
  fails: {
    "s/aws_vpc_security_group_egress_rule.b: opens what s/aws_vpc_security_group_egress_rule.a opens": two(443, 443),
  },
  passes: [two(443, 80)],
};

function two(...ports: readonly number[]) {
  const [a, b] = ports.map((port) => ({ cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: port, to_port: port }));
  return stack({
    "aws_vpc_security_group_egress_rule.a": { ...a, description: "one" },
    "aws_vpc_security_group_egress_rule.b": { ...b, description: "other" },
  });
}
