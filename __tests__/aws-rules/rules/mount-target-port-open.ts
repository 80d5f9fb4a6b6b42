import { opens, rulesOf } from "../network";
import { type AwsRule, each, stack } from "../rule";

export const rule: AwsRule = {
  fact: "a mount target answers on tcp/2049 only if one of its security groups lets clients in",
  source: "https://docs.aws.amazon.com/efs/latest/ug/network-access.html",
  check: each("aws_efs_mount_target", (target, stacks) => {
    // The rules of a group outside of the stacks are its owner's.
    if (JSON.stringify(target.args["security_groups"]).includes('"sg-')) return undefined;
    const groups = stacks.referred(target, target.args["security_groups"], "aws_security_group");
    const rules = groups.flatMap((group) => rulesOf(stacks, group, "ingress"));
    return rules.some((one) => opens(one, 2049)) ? undefined : "no ingress rule of its security groups opens tcp/2049";
  }),
  fails: {
    "s/aws_efs_mount_target.a: no ingress rule of its security groups opens tcp/2049": target("udp"),
  },
  passes: [
    target("tcp"),
    target("-1"),
    stack({ "aws_efs_mount_target.a": { security_groups: ["sg-0123456789abcdef0"] } }),
  ],
};

function target(protocol: string) {
  return stack({
    "aws_efs_mount_target.a": { security_groups: ["${aws_security_group.targets.id}"] },
    "aws_security_group.targets": {},
    "aws_vpc_security_group_ingress_rule.nfs": {
      security_group_id: "${aws_security_group.targets.id}",
      ip_protocol: protocol,
      ...(protocol === "-1" ? {} : { from_port: 2049, to_port: 2049 }),
    },
  });
}
