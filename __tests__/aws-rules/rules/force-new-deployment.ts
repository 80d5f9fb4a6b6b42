import { type AwsRule, each, stack } from "../rule";

const strategy = [{ capacity_provider: "FARGATE", weight: 1 }];

export const rule: AwsRule = {
  fact: "a changed capacity provider strategy replaces a service, or fails the plan, unless force_new_deployment is set",
  source:
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#force_new_deployment-1",
  check: each("aws_ecs_service", ({ args }) => {
    // An existing cluster may have no capacity provider, so a launch type is all that a service there can rely on.
    if (String(args["cluster"]).includes("data.aws_ecs_cluster.")) return undefined;
    if (args["launch_type"] !== undefined) return "launch_type is set: a strategy added later replaces the service";
    if (args["capacity_provider_strategy"] === undefined || args["force_new_deployment"] === true) return undefined;
    return "has a capacity_provider_strategy without force_new_deployment";
  }),
  fails: {
    "s/aws_ecs_service.web: has a capacity_provider_strategy without force_new_deployment": stack({
      "aws_ecs_service.web": { capacity_provider_strategy: strategy },
    }),
    "s/aws_ecs_service.web: launch_type is set: a strategy added later replaces the service": stack({
      "aws_ecs_service.web": { launch_type: "FARGATE" },
    }),
  },
  passes: [
    stack({ "aws_ecs_service.web": { capacity_provider_strategy: strategy, force_new_deployment: true } }),
    stack({ "aws_ecs_service.web": { launch_type: "FARGATE", cluster: "${data.aws_ecs_cluster.web.arn}" } }),
  ],
};
