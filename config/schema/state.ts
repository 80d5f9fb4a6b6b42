import * as z from "zod";

import { bucketName, formatted, kmsKey, name, region, roleArn } from "./primitives";

const local = z
  .strictObject({
    backend: z.literal("local").meta({
      description: "One state file per stack in the project folder: `terraform.<organization>.<stack>.tfstate`.",
      examples: ["local"],
    }),
  })
  .meta({ title: "Local files", description: "State in local files: for a first try, not for a team." });

const s3 = z
  .strictObject({
    backend: z
      .literal("s3")
      .meta({ description: "One object per stack in an S3 bucket, with locking.", examples: ["s3"] }),
    bucket: bucketName("example-terraform-state").meta({
      description:
        "The bucket's name. Locking uses S3 lock files (`use_lockfile`), so no table is needed. With `account`, a new name replaces the bucket, which Terraform refuses to destroy.",
      examples: ["example-terraform-state"],
    }),
    region: region.optional().meta({
      description: "The bucket's Region. Default: the Region of the file.",
      examples: ["us-east-1"],
    }),
    keyPrefix: formatted(
      /^[A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*$/,
      "a key prefix without leading or trailing slash, such as mountpath",
    )
      .optional()
      .meta({
        description: "The prefix of each stack's key, which is `<organization>/<stack>.tfstate`. Default: none.",
        examples: ["mountpath"],
      }),
    kmsKeyId: kmsKey.optional().meta({
      description: "The KMS key that encrypts the state. Default: the bucket's own encryption.",
      examples: ["arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
    account: name.optional().meta({
      description:
        "The account that owns the bucket. The stack `state-bucket` then creates it (versioned, encrypted, TLS only) and limits each account's role to the states it needs; Terraform refuses to destroy the bucket when this is removed. Default: the bucket exists already.",
      examples: ["network"],
    }),
    roles: z
      .record(name, roleArn)
      .default({})
      .meta({
        description:
          "The role that reads and writes the state of an account's stacks, by account name; separate from the account's deployRole, since the bucket is often in another account.",
        examples: [{ apps: "arn:aws:iam::111111111111:role/state-apps" }],
      }),
  })
  .meta({ title: "S3", description: "State in an S3 bucket, locked with S3 lock files." });

const cloud = z
  .strictObject({
    backend: z.literal("cloud").meta({ description: "HCP Terraform or Terraform Enterprise.", examples: ["cloud"] }),
    organization: formatted(
      /^[A-Za-z0-9_-]{3,40}$/,
      "the name of an organization in HCP Terraform, such as example-corp",
    ).meta({
      description:
        "The HCP Terraform organization; every stack gets a workspace with its name, after `workspacePrefix`.",
      examples: ["example-corp"],
    }),
    hostname: formatted(
      /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+(:[0-9]{1,5})?$/,
      "a host name, such as terraform.example.com",
    )
      .default("app.terraform.io")
      .meta({ description: "The host of Terraform Enterprise.", examples: ["terraform.example.com"] }),
    project: z
      .string()
      .min(3)
      .max(40)
      .optional()
      .meta({
        description: "The project that the workspaces belong to. Default: the organization's default project.",
        examples: ["network"],
      }),
    workspacePrefix: formatted(
      /^[A-Za-z0-9_-]{1,40}$/,
      "letters, digits, hyphens and underscores, 40 at most, such as example-",
    )
      .optional()
      .meta({
        description:
          "The prefix of each workspace's name, so that two organizations can share one HCP Terraform organization. Default: none.",
        examples: ["example-"],
      }),
  })
  .meta({ title: "HCP Terraform", description: "State in HCP Terraform or Terraform Enterprise." });

export const state = z
  .discriminatedUnion("backend", [local, s3, cloud])
  .default({ backend: "local" })
  .meta({
    description:
      "Where Terraform stores the state of the stacks. Terraform refuses to destroy a bucket that it created.",
    examples: [{ backend: "local" }],
  });

export type State = z.output<typeof state>;
export type S3State = z.output<typeof s3>;
export type CloudState = z.output<typeof cloud>;
