import { opens, rulesOf } from "../network";
import { type AwsRule, each, stack } from "../rule";
import { number } from "../stacks";

export const rule: AwsRule = {
  fact: "a load balancer answers on a port only if one of its security groups lets clients in",
  source:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
  check: each("aws_lb_listener", (listener, stacks) => {
    const port = number(listener.args["port"]) ?? 0;
    const groups = stacks
      .referred(listener, listener.args["load_balancer_arn"], "aws_lb")
      .flatMap((balancer) => stacks.referred(balancer, balancer.args["security_groups"], "aws_security_group"));
    const rules = groups.flatMap((group) => rulesOf(stacks, group, "ingress"));
    return rules.some((one) => opens(one, port)) ? undefined : `no ingress rule opens tcp/${port} of its load balancer`;
  }),
  fails: { "s/aws_lb_listener.http: no ingress rule opens tcp/80 of its load balancer": listening(443) },
  passes: [listening(80)],
};

function listening(opened: number) {
  return stack({
    "aws_lb.web": { security_groups: ["${aws_security_group.balancer.id}"] },
    "aws_lb_listener.http": { load_balancer_arn: "${aws_lb.web.arn}", port: 80 },
    "aws_security_group.balancer": {},
    "aws_vpc_security_group_ingress_rule.clients": {
      security_group_id: "${aws_security_group.balancer.id}",
      ip_protocol: "tcp",
      from_port: opened,
      to_port: opened,
    },
  });
}
