import { type Service } from "./resource-type";

export const elb: Service = {
  types: {
    aws_lb: {
      referencedBy: { arn: ["load_balancer_arn"] },
      destruction: { means: "its name and addresses change" },
      opens: [{ form: "deletion-protection", attribute: "enable_deletion_protection" }],
    },
    aws_lb_listener: {},
    aws_lb_listener_rule: {},
    aws_lb_target_group: {
      identity: ["name"],
      referencedBy: { arn: ["target_group_arn"], arns: ["target_group_arns"] },
    },
    aws_elb: { creates: { source_security_group_id: { type: "aws_security_group", manageable: true } } },
  },
};
