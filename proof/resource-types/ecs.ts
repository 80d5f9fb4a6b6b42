import { name, type Service } from "./resource-type";

export const ecs: Service = {
  ownIds: "aws_ecs_",
  withoutAddresses: ["aws_ecs_"],
  types: {
    aws_ecs_cluster: {
      identity: ["name", "cluster_name"],
      referencedBy: { arn: ["cluster"] },
      destruction: { means: "its services are removed with it" },
    },
    aws_ecs_capacity_provider: {
      identity: ["name"],
      destruction: { means: "services that use it start no tasks" },
    },
    aws_ecs_cluster_capacity_providers: { refersTo: { cluster_name: name("aws_ecs_cluster") } },
    aws_ecs_task_definition: {
      identity: ["family", "arn_without_revision", "task_definition"],
      referencedBy: { arn: ["task_definition", "task_definition_arn"] },
    },
    aws_ecs_service: {
      destruction: { means: "its tasks stop, and start again only if it is replaced" },
      withdraws: [
        {
          form: "becomes",
          attribute: "desired_count",
          is: 0,
          means: "runs no task any more",
          todo: "keep desired_count above 0, or confirm that the service is to stop",
        },
      ],
    },
    aws_ecs_task_set: {},
    aws_appautoscaling_target: {
      withdraws: [
        {
          form: "becomes",
          attribute: "max_capacity",
          is: 0,
          orNew: true,
          means: "scales its service to no task",
          todo: "keep max_capacity above 0, or confirm that the service is to stop",
        },
      ],
    },
  },
};
