import { type AwsRule, stack, violation } from "../rule";
import { literalText, number } from "../stacks";

const sources = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

export const rule: AwsRule = {
  fact: "a security group rule has one source or destination, and ports in their order unless it is for every protocol",
  source:
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule#argument-reference",
  check: (stacks) =>
    ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"].flatMap((type) =>
      stacks.of(type).flatMap((one) => {
        const reason = reasonOf(one.args);
        return reason === undefined ? [] : [violation(one, reason)];
      }),
    ),
  fails: {
    "s/aws_vpc_security_group_ingress_rule.one: has 0 sources or destinations": rules({ ip_protocol: "-1" }),
    "s/aws_vpc_security_group_ingress_rule.one: has ports for every protocol": rules({
      cidr_ipv4: "10.0.0.0/8",
      ip_protocol: "-1",
      from_port: 0,
    }),
    "s/aws_vpc_security_group_ingress_rule.one: opens no port from 443 to 80": rules({
      cidr_ipv4: "10.0.0.0/8",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 80,
    }),
    "s/aws_vpc_security_group_ingress_rule.one: 10.0.0.1/8 is not the beginning of its range": rules({
      cidr_ipv4: "10.0.0.1/8",
      ip_protocol: "-1",
    }),
  },
  passes: [
    rules({ cidr_ipv4: "10.0.0.0/8", ip_protocol: "tcp", from_port: 443, to_port: 443 }),
    rules({ referenced_security_group_id: "sg-0aaaaaaaaaaaaaaa1", ip_protocol: "-1" }),
  ],
};

function reasonOf(args: Readonly<Record<string, unknown>>): string | undefined {
  const count = sources.filter((source) => args[source] !== undefined).length;
  if (count !== 1) return `has ${count} sources or destinations`;
  const [from, to] = [number(args["from_port"]), number(args["to_port"])];
  if (args["ip_protocol"] === "-1") {
    return from === undefined && to === undefined ? unaligned(args["cidr_ipv4"]) : "has ports for every protocol";
  }
  if (from === undefined || to === undefined || from > to) return `opens no port from ${String(from)} to ${String(to)}`;
  return unaligned(args["cidr_ipv4"]);
}

function unaligned(written: unknown): string | undefined {
  const cidr = literalText(written);
  if (cidr === undefined) return undefined;
  const [address = "", length = ""] = cidr.split("/");
  const bits = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return bits % 2 ** (32 - Number(length)) === 0 ? undefined : `${cidr} is not the beginning of its range`;
}

function rules(args: Readonly<Record<string, unknown>>) {
  return stack({ "aws_vpc_security_group_ingress_rule.one": args });
}
