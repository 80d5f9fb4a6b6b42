import { opens, rulesOf } from "../network";
import { type AwsRule, each, stack } from "../rule";
import { type Arguments, blocks, number, type Resource, type Stacks } from "../stacks";

export const rule: AwsRule = {
  fact: "a load balancer reaches its targets only by egress of its group and ingress of theirs",
  source:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
  check: each("aws_ecs_service", (service, stacks) => {
    for (const block of blocks(service.args["load_balancer"])) {
      const port = number(block["container_port"]) ?? 0;
      const tasks = groupsOf(stacks, service, blocks(service.args["network_configuration"])[0]?.["security_groups"]);
      // The group of a load balancer that is not in the stacks is named by its id.
      if (isElsewhere(stacks, service, block)) continue;
      const balancers = balancerGroups(stacks, service, block);
      const pairs = balancers.flatMap((from) => tasks.map((to) => [from, to] as const));
      if (!pairs.some(([from, to]) => leads(stacks, from, to, port))) {
        return `its load balancer can't reach tcp/${port} of the tasks`;
      }
    }
    return undefined;
  }),
  fails: {
    "s/aws_ecs_service.web: its load balancer can't reach tcp/8080 of the tasks": balanced(80),
  },
  passes: [balanced(8080), stack({ "aws_ecs_service.alone": {} })],
};

function groupsOf(stacks: Stacks, from: Resource, value: unknown): Resource[] {
  return stacks.referred(from, value, "aws_security_group");
}

function isElsewhere(stacks: Stacks, service: Resource, block: Arguments): boolean {
  return stacks
    .referred(service, block["target_group_arn"], "aws_lb_target_group")
    .some((targets) => stacks.referring("aws_lb_listener_rule", "action", targets).length > 0);
}

function balancerGroups(stacks: Stacks, service: Resource, block: Arguments): Resource[] {
  return stacks
    .referred(service, block["target_group_arn"], "aws_lb_target_group")
    .flatMap((targets) => stacks.referring("aws_lb_listener", "default_action", targets))
    .flatMap((listener) => stacks.referred(listener, listener.args["load_balancer_arn"], "aws_lb"))
    .flatMap((balancer) => groupsOf(stacks, balancer, balancer.args["security_groups"]));
}

function leads(stacks: Stacks, from: Resource, to: Resource, port: number): boolean {
  const names = (rule: Resource, other: Resource) =>
    stacks.referred(rule, rule.args["referenced_security_group_id"]).includes(other) ||
    rule.args["cidr_ipv4"] !== undefined;
  return (
    rulesOf(stacks, from, "egress").some((one) => opens(one, port) && names(one, to)) &&
    rulesOf(stacks, to, "ingress").some((one) => opens(one, port) && names(one, from))
  );
}

function balanced(opened: number) {
  const ports = { ip_protocol: "tcp", from_port: opened, to_port: opened };
  return stack({
    "aws_ecs_service.web": {
      load_balancer: [{ container_port: 8080, target_group_arn: "${aws_lb_target_group.web.arn}" }],
      network_configuration: { security_groups: ["${aws_security_group.tasks.id}"] },
    },
    "aws_lb_target_group.web": {},
    "aws_lb_listener.http": {
      load_balancer_arn: "${aws_lb.web.arn}",
      default_action: [{ target_group_arn: "${aws_lb_target_group.web.arn}" }],
    },
    "aws_lb.web": { security_groups: ["${aws_security_group.balancer.id}"] },
    "aws_security_group.balancer": {},
    "aws_security_group.tasks": {},
    "aws_vpc_security_group_egress_rule.out": {
      security_group_id: "${aws_security_group.balancer.id}",
      referenced_security_group_id: "${aws_security_group.tasks.id}",
      ip_protocol: "-1",
    },
    "aws_vpc_security_group_ingress_rule.in": {
      security_group_id: "${aws_security_group.tasks.id}",
      referenced_security_group_id: "${aws_security_group.balancer.id}",
      ...ports,
    },
  });
}
