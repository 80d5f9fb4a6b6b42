import * as z from "zod";

import { topicArn } from "./primitives";

const topic = topicArn.optional().meta({
  description: "The SNS topic that is told of the alarm and of its end. Default: nobody.",
  examples: ["arn:aws:sns:us-east-1:222222222222:on-call"],
});

/** Of an ECS cluster's services. */
export const serviceAlarms = z
  .strictObject({
    topic,
    belowDesiredMinutes: z
      .int()
      .min(1)
      .max(60)
      .default(5)
      .meta({ description: "Minutes that fewer tasks run than should until the alarm.", examples: [10] }),
  })
  .meta({
    description: "An alarm per service that fires when fewer tasks run than should; needs containerInsights.",
    examples: [{ topic: "arn:aws:sns:us-east-1:222222222222:on-call" }],
  });

export const fileSystemAlarms = z
  .strictObject({
    topic,
    burstCreditGiB: z
      .number()
      .min(1)
      .default(192)
      .meta({
        description:
          "Burst credits in GiB below which it fires, with `bursting` throughput; a new file system has 2150.",
        examples: [192],
      }),
    ioLimitPercent: z
      .int()
      .min(1)
      .max(100)
      .default(95)
      .meta({
        description: "Use of the I/O limit in percent above which it fires, with `generalPurpose` performance.",
        examples: [90],
      }),
  })
  .meta({
    description: "Alarms before a file system gets slow.",
    examples: [{ topic: "arn:aws:sns:us-east-1:222222222222:on-call", ioLimitPercent: 90 }],
  });

export type ServiceAlarms = z.output<typeof serviceAlarms>;
export type FileSystemAlarms = z.output<typeof fileSystemAlarms>;
