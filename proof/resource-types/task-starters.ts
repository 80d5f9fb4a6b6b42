/** EventBridge, Step Functions, Batch: services that start ECS tasks besides ECS services. */
import { type Service } from "./resource-type";

export const taskStarters: Service = {
  types: {
    aws_cloudwatch_event_target: {},
    aws_scheduler_schedule: {},
    aws_sfn_state_machine: { startsTasksOf: "Step Functions" },
    aws_pipes_pipe: { startsTasksOf: "EventBridge Pipes" },
    aws_batch_job_definition: { startsTasksOf: "AWS Batch" },
  },
};
