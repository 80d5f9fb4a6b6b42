import { type AwsRule, each, stack } from "../rule";

export const rule: AwsRule = {
  fact: "Cloud Map deletes no service with registered instances, which ECS takes minutes to deregister",
  source: "https://github.com/hashicorp/terraform-provider-aws/issues/4853",
  check: each("aws_service_discovery_service", ({ args }) =>
    args["force_destroy"] === true ? undefined : "force_destroy is not set",
  ),
  fails: {
    "s/aws_service_discovery_service.web: force_destroy is not set": stack({
      "aws_service_discovery_service.web": { name: "web" },
    }),
  },
  passes: [stack({ "aws_service_discovery_service.web": { name: "web", force_destroy: true } })],
};
