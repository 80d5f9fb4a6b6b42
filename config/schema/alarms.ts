import * as z from "zod";

import { topicArn } from "./primitives";

const topic = topicArn.optional().meta({
  description: "The SNS topic that is notified when the alarm fires and when it ends. Default: none.",
  examples: ["arn:aws:sns:us-east-1:222222222222:on-call"],
});

/** Alarms for the services of an ECS cluster. */
export const serviceAlarms = z
  .strictObject({
    topic,
    belowDesiredMinutes: z
      .int()
      .min(1)
      .max(60)
      .default(5)
      .meta({ description: "Minutes with fewer running tasks than desired until the alarm fires.", examples: [10] }),
  })
  .meta({
    description: "An alarm per service that fires when fewer tasks run than desired; requires containerInsights.",
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
          "The burst credits in GiB below which the alarm fires, with `bursting` throughput; a new file system has 2150.",
        examples: [192],
      }),
    ioLimitPercent: z
      .int()
      .min(1)
      .max(100)
      .default(95)
      .meta({
        description:
          "The use of the I/O limit in percent above which the alarm fires, with `generalPurpose` performance.",
        examples: [90],
      }),
  })
  .meta({
    description: "Alarms that fire before a file system becomes slow.",
    examples: [{ topic: "arn:aws:sns:us-east-1:222222222222:on-call", ioLimitPercent: 90 }],
  });

export type ServiceAlarms = z.output<typeof serviceAlarms>;
export type FileSystemAlarms = z.output<typeof fileSystemAlarms>;
