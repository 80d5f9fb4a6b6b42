import { type Service } from "./resource-type";

export const cloudwatchLogs: Service = {
  withoutAddresses: ["aws_cloudwatch_"],
  types: {
    aws_cloudwatch_log_group: {
      identity: ["name"],
      arn: { service: "logs", prefix: "log-group:", attribute: "name" },
      destruction: { means: "its logs are lost" },
    },
  },
};
