import { type AwsRule, each, stack } from "../rule";
import { blocks, number, type Resource, type Stacks } from "../stacks";

export const rule: AwsRule = {
  fact: "a service without tasks has no data in Container Insights, so that an alarm that missing data breaches fires for ever",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html",
  check: each("aws_cloudwatch_metric_alarm", (alarm, stacks) => {
    if (alarm.args["treat_missing_data"] !== "breaching") return undefined;
    const empty = countedServices(alarm, stacks).find((service) => mayBeEmpty(service, stacks));
    return empty && `fires while ${empty.address} has no task, which the file allows`;
  }),
  fails: {
    "s/aws_cloudwatch_metric_alarm.web: fires while s/aws_ecs_service.web has no task, which the file allows": alarm(
      "breaching",
      0,
    ),
  },
  passes: [alarm("breaching", 1), alarm("notBreaching", 0)],
};

function countedServices(alarm: Resource, stacks: Stacks): Resource[] {
  const metrics = blocks(alarm.args["metric_query"]).flatMap(({ metric }) => blocks(metric));
  return metrics
    .filter(({ namespace }) => namespace === "ECS/ContainerInsights")
    .flatMap(({ dimensions }) => stacks.referred(alarm, dimensions, "aws_ecs_service"));
}

function mayBeEmpty(service: Resource, stacks: Stacks): boolean {
  const targets = stacks.referring("aws_appautoscaling_target", "resource_id", service);
  const scheduled = stacks
    .referring("aws_appautoscaling_scheduled_action", "resource_id", service)
    .flatMap(({ args }) => blocks(args["scalable_target_action"]));
  const fewest = [...targets.map(({ args }) => args), ...scheduled].map((bounds) => number(bounds["min_capacity"]));
  return (targets.length > 0 ? fewest : [number(service.args["desired_count"])]).includes(0);
}

function alarm(treat_missing_data: string, desired_count: number) {
  return stack({
    "aws_ecs_service.web": { desired_count },
    "aws_cloudwatch_metric_alarm.web": {
      treat_missing_data,
      metric_query: [
        {
          metric: {
            namespace: "ECS/ContainerInsights",
            metric_name: "RunningTaskCount",
            dimensions: { ServiceName: "${aws_ecs_service.web.name}" },
          },
        },
      ],
    },
  });
}
