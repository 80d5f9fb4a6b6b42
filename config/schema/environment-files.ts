import * as z from "zod";

import { environmentFileArn, kmsKey } from "./primitives";

const withKey = z
  .strictObject({
    file: environmentFileArn.meta({
      description: "The object's ARN; its key ends in `.env`.",
      examples: ["arn:aws:s3:::example-settings/web.env"],
    }),
    kmsKeyId: kmsKey.optional().meta({
      description:
        "The customer managed KMS key that the object is encrypted with (SSE-KMS): the execution role may then decrypt with it through S3. Default: S3's own or AWS managed key, which needs no permission.",
      examples: ["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
  })
  .meta({ title: "With a key", description: "An environment file under a customer managed key." });

const environmentFile = z
  .union([environmentFileArn.meta({ title: "ARN" }), withKey], {
    error: "should be the ARN of an S3 object whose key ends in .env, or a mapping with file and kmsKeyId",
  })
  .transform((written) => (typeof written === "string" ? { file: written } : written));

export const environmentFiles = z
  .array(environmentFile)
  .default([])
  .meta({
    description:
      "Files in S3 with environment variables, a `VARIABLE=value` per line, at most ten in a task; the first that has a variable determines it, and `environment` comes before all. The execution role may read only these, through the VPC's S3 endpoint (ECS-23). Tasks that run keep the values they started with.",
    examples: [["arn:aws:s3:::example-settings/web.env"]],
  });
