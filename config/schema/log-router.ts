import * as z from "zod";

import { image, secretArn } from "./primitives";

export const logRouter = z
  .strictObject({
    image: image.meta({
      description: "A Fluent Bit image, such as AWS for Fluent Bit.",
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/aws-for-fluent-bit:2.32.2"],
    }),
    options: z.record(z.string().min(1), z.string()).meta({
      description: "The Fluent Bit output of every container: its `Name` and its options.",
      examples: [{ Name: "firehose", region: "us-east-1", delivery_stream: "logs" }],
    }),
    secretOptions: z
      .record(z.string().min(1), secretArn)
      .default({})
      .meta({
        description: "Options of the output that are secrets, by ARN.",
        examples: [{ apikey: "arn:aws:ssm:us-east-1:222222222222:parameter/logs/key" }],
      }),
  })
  .meta({
    description:
      "FireLens: a Fluent Bit container that sends the other containers' logs to another destination. Add the `policies` and `endpoints` that the destination needs.",
    examples: [
      {
        image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/aws-for-fluent-bit:2.32.2",
        options: { Name: "firehose", region: "us-east-1", delivery_stream: "logs" },
      },
    ],
  });

export type LogRouter = z.output<typeof logRouter>;
