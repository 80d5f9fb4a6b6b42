/** SNS and SQS: who may publish, subscribe, send and receive. */
import { type Opening, type Service } from "./resource-type";

const opens: readonly Opening[] = [{ form: "policy", attribute: "policy", of: "resource" }];

export const messaging: Service = {
  withoutAddresses: ["aws_sns_", "aws_sqs_"],
  types: {
    aws_sns_topic: { opens },
    aws_sns_topic_policy: { opens },
    aws_sqs_queue: {
      destruction: { means: "its messages are lost", data: true },
      withdraws: [
        {
          form: "shrinks",
          attribute: "message_retention_seconds",
          means: "deletes messages that nobody has received after a shorter time",
          todo: "check that its consumers are never away for longer",
          data: true,
        },
      ],
      opens,
    },
    aws_sqs_queue_policy: { opens },
  },
};
