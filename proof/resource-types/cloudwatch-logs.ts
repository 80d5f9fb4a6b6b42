import { type Service } from "./resource-type";

export const cloudwatchLogs: Service = {
  withoutAddresses: ["aws_cloudwatch_"],
  types: {
    aws_cloudwatch_log_group: {
      identity: ["name"],
      arn: { service: "logs", prefix: "log-group:", attribute: "name" },
      destruction: { means: "its logs are lost", data: true, skippedBy: "skip_destroy" },
      withdraws: [
        {
          form: "shrinks",
          attribute: "retention_in_days",
          means: "loses the logs that are older",
          todo: "keep the retention, or export the older logs first",
          data: true,
        },
      ],
    },
  },
};
