import { rulesOf } from "../network";
import { type AwsRule, each, stack } from "../rule";
import { blocks } from "../stacks";

export const rule: AwsRule = {
  fact: "clients of a discovered service connect to its tasks only where an ingress rule of the tasks' security group allows it",
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
  check: each("aws_ecs_service", (service, stacks) => {
    if (blocks(service.args["service_registries"]).length === 0) return undefined;
    const groups = stacks.referred(
      service,
      blocks(service.args["network_configuration"])[0]?.["security_groups"],
      "aws_security_group",
    );
    const open = groups.some((group) => rulesOf(stacks, group, "ingress").length > 0);
    return open ? undefined : "is discovered by name, but no ingress rule allows a client to connect";
  }),
  // Other Terraform may open the group, which is in the output task_security_group_ids.
  warning: "gives the tasks a DNS name, but no client may connect to them",
  fails: {
    "s/aws_ecs_service.web: is discovered by name, but no ingress rule allows a client to connect": discovered("other"),
  },
  passes: [discovered("tasks"), stack({ "aws_ecs_service.web": {} })],
};

function discovered(group: string) {
  return stack({
    "aws_ecs_service.web": {
      service_registries: { registry_arn: "${aws_service_discovery_service.web.arn}" },
      network_configuration: { security_groups: ["${aws_security_group.tasks.id}"] },
    },
    "aws_security_group.tasks": {},
    "aws_security_group.other": {},
    "aws_vpc_security_group_ingress_rule.in": {
      security_group_id: `\${aws_security_group.${group}.id}`,
      cidr_ipv4: "10.10.0.0/16",
      ip_protocol: "-1",
    },
  });
}
