import { type Service } from "./resource-type";

export const elb: Service = {
  types: {
    aws_lb: {
      referencedBy: { arn: ["load_balancer_arn"] },
      destruction: { means: "its name and addresses change" },
      opens: [{ form: "deletion-protection", attribute: "enable_deletion_protection" }],
    },
    aws_lb_listener: { destruction: { means: "nobody reaches what is behind it by its port", onlyDeleted: true } },
    aws_lb_listener_rule: { destruction: { means: "requests that it matched get another answer", onlyDeleted: true } },
    aws_lb_target_group: {
      identity: ["name"],
      referencedBy: { arn: ["target_group_arn"], arns: ["target_group_arns"] },
    },
    aws_elb: { creates: { source_security_group_id: { type: "aws_security_group", manageable: true } } },
  },
};
