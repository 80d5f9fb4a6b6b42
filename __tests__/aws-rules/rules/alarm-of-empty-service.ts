import { type AwsRule, each, stack } from "../rule";
import { type Arguments, blocks, number, type Resource, type Stacks } from "../stacks";

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
  passes: [alarm("breaching", 1), alarm("notBreaching", 0), alarm("breaching", 1, "2"), alarm("notBreaching", 1, "0")],
};

/** The services that an alarm counts, by service and cluster name. */
function countedServices(alarm: Resource, stacks: Stacks): Resource[] {
  return blocks(alarm.args["metric_query"])
    .flatMap(({ metric }) => blocks(metric))
    .filter(({ namespace }) => namespace === "ECS/ContainerInsights")
    .flatMap(({ dimensions }) => blocks(dimensions))
    .flatMap(({ ClusterName, ServiceName }) =>
      stacks.of("aws_ecs_service").filter((service) => {
        const [cluster] = stacks.referred(service, service.args["cluster"], "aws_ecs_cluster");
        return service.args["name"] === ServiceName && cluster?.args["name"] === ClusterName;
      }),
    );
}

function mayBeEmpty(service: Resource, stacks: Stacks): boolean {
  const targets = stacks.referring("aws_appautoscaling_target", "resource_id", service);
  if (targets.length === 0) return number(service.args["desired_count"]) === 0;
  const scheduled = targets
    .flatMap((target) => stacks.referring("aws_appautoscaling_scheduled_action", "resource_id", target))
    .flatMap(({ args }) => blocks(args["scalable_target_action"]));
  return [...targets.map(({ args }) => args), ...scheduled].some((bounds) => number(bounds["min_capacity"]) === 0);
}

function alarm(treat_missing_data: string, desired_count: number, scheduled?: string) {
  return stack({
    "aws_ecs_cluster.one": { name: "one" },
    "aws_ecs_service.web": { name: "web", desired_count, cluster: "${aws_ecs_cluster.one.arn}" },
    ...(scheduled === undefined ? {} : scaling(scheduled)),
    "aws_cloudwatch_metric_alarm.web": {
      treat_missing_data,
      metric_query: [
        {
          metric: {
            namespace: "ECS/ContainerInsights",
            metric_name: "RunningTaskCount",
            dimensions: { ClusterName: "one", ServiceName: "web" },
          },
        },
      ],
    },
  });
}

function scaling(min_capacity: string): Record<string, Arguments> {
  return {
    "aws_appautoscaling_target.web": { resource_id: "service/one/${aws_ecs_service.web.name}", min_capacity: 1 },
    "aws_appautoscaling_scheduled_action.night": {
      resource_id: "${aws_appautoscaling_target.web.resource_id}",
      scalable_target_action: { min_capacity },
    },
  };
}
