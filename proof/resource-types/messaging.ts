/** SNS and SQS: who may publish, subscribe, send and receive. */
import { type Opening, type Service } from "./resource-type";

const opens: readonly Opening[] = [{ form: "policy", attribute: "policy", of: "resource" }];

export const messaging: Service = {
  withoutAddresses: ["aws_sns_", "aws_sqs_"],
  types: {
    aws_sns_topic: { opens },
    aws_sns_topic_policy: { opens },
    aws_sqs_queue: { destruction: { means: "its messages are lost", data: true }, opens },
    aws_sqs_queue_policy: { opens },
  },
};
