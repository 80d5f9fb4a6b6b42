import * as z from "zod";

import { bucketArn, kmsKey, logRetentionDays } from "./primitives";

const traffic = z
  .enum(["all", "accept", "reject"])
  .default("all")
  .meta({
    description: "The connections to log: all, those that are accepted, or those that are rejected.",
    examples: ["reject"],
  });

export const flowLogs = z
  .discriminatedUnion("destination", [
    z
      .strictObject({
        destination: z.literal("cloudwatch").meta({
          description: "A log group, which is created, with a role that may write only to it.",
          examples: ["cloudwatch"],
        }),
        traffic,
        retentionDays: logRetentionDays
          .default(90)
          .meta({ description: "Days that flow logs are kept.", examples: [90] }),
        kmsKeyId: kmsKey.optional().meta({
          description:
            "The KMS key that encrypts the log group, of the same Region; its policy must allow CloudWatch Logs (ECS-24). Default: CloudWatch's own encryption.",
          examples: ["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
        }),
      })
      .meta({ title: "CloudWatch Logs" }),
    z
      .strictObject({
        destination: z.literal("s3").meta({ description: "A bucket that exists already.", examples: ["s3"] }),
        traffic,
        bucket: bucketArn.meta({
          description:
            "The bucket's ARN, optionally with a prefix. The policy of a bucket of another account must allow delivery.logs.amazonaws.com to write to it.",
          examples: ["arn:aws:s3:::flow-logs/apps"],
        }),
      })
      .meta({ title: "S3" }),
  ])
  .optional()
  .meta({
    description:
      "Log the connections of the VPC's network interfaces (VPC Flow Logs). A change of `traffic` or of the destination replaces the flow log. Default: no log of this file's own.",
    examples: [{ destination: "cloudwatch", retentionDays: 90 }],
  });

export type FlowLogs = NonNullable<z.output<typeof flowLogs>>;
