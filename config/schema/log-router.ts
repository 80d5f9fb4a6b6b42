import * as z from "zod";

import { image, secretArn } from "./primitives";

export const logRouter = z
  .strictObject({
    image: image.meta({
      description: "Fluent Bit, such as AWS's build of it.",
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/aws-for-fluent-bit:2.32.2"],
    }),
    options: z.record(z.string().min(1), z.string()).meta({
      description: "The output that Fluent Bit is given for every container: its `Name` and its settings.",
      examples: [{ Name: "firehose", region: "us-east-1", delivery_stream: "logs" }],
    }),
    secretOptions: z
      .record(z.string().min(1), secretArn)
      .default({})
      .meta({
        description: "Settings of the output that are secrets, by ARN.",
        examples: [{ apikey: "arn:aws:ssm:us-east-1:222222222222:parameter/logs/key" }],
      }),
  })
  .meta({
    description:
      "FireLens: a Fluent Bit container that takes the other containers' logs elsewhere. What it sends to needs `policies` and `endpoints` of your own.",
    examples: [
      {
        image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/aws-for-fluent-bit:2.32.2",
        options: { Name: "firehose", region: "us-east-1", delivery_stream: "logs" },
      },
    ],
  });

export type LogRouter = z.output<typeof logRouter>;
