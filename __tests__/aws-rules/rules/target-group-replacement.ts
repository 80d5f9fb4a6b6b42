import { type AwsRule, each, stack } from "../rule";
import { blocks, number } from "../stacks";

/** The port of every target group with a fixed name: tasks register with their container's port. */
const constantPort = 80;

export const rule: AwsRule = {
  fact: "a target group can't be deleted while a listener names it, so what replaces it must come first or never change",
  source: "https://github.com/hashicorp/terraform-provider-aws/issues/16889",
  check: each("aws_lb_target_group", ({ args }) => {
    const createdFirst = blocks(args["lifecycle"])[0]?.["create_before_destroy"] === true;
    if (createdFirst && args["name"] !== undefined)
      return "create_before_destroy needs name_prefix: two can't have one name";
    if (createdFirst || number(args["port"]) === constantPort) return undefined;
    return `port ${String(args["port"])} may change, which replaces the group that a listener names`;
  }),
  fails: {
    "s/aws_lb_target_group.web: port 8080 may change, which replaces the group that a listener names": stack({
      "aws_lb_target_group.web": { name: "web", port: 8080 },
    }),
    "s/aws_lb_target_group.web: create_before_destroy needs name_prefix: two can't have one name": stack({
      "aws_lb_target_group.web": { name: "web", port: 8080, lifecycle: { create_before_destroy: true } },
    }),
  },
  passes: [
    stack({ "aws_lb_target_group.web": { name: "web", port: 80 } }),
    stack({
      "aws_lb_target_group.web": { name_prefix: "web", port: 8080, lifecycle: { create_before_destroy: true } },
    }),
  ],
};
