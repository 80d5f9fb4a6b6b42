import * as z from "zod";

import { connectTo } from "./connect-to";
import { container, containerProperties } from "./container";
import { dnsCache } from "./dns-cache";
import { egress } from "./egress";
import { logRouter } from "./log-router";
import { formatted, kmsKey, logRetentionDays, name, policyArn, wholeNumber } from "./primitives";
import { scheduleExpression } from "./scaling";

/** The smallest size on Fargate: CPU units and MiB. */
export const defaultTaskSize = { cpu: 256, memory: 512 };

const permission = z
  .strictObject({
    actions: z
      .array(formatted(/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/, "an action of IAM, such as sqs:SendMessage"))
      .min(1)
      .meta({ description: "The actions.", examples: [["sqs:SendMessage"]] }),
    resources: z
      .array(formatted(/^(\*|arn:[^\s]+)$/, 'an ARN, optionally with wildcards, or "*"'))
      .min(1)
      .meta({
        description: "The resources that the actions are allowed on.",
        examples: [["arn:aws:sqs:us-east-1:222222222222:orders"]],
      }),
  })
  .meta({
    description: "Actions that are allowed on resources.",
    examples: [{ actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:us-east-1:222222222222:orders"] }],
  });

/** Properties of a task besides its containers, whether a service starts it or not. */
export const taskProperties = {
  cpu: z
    .int({ error: "should be CPU units, a whole number such as 256" })
    .default(defaultTaskSize.cpu)
    .meta({
      description:
        "The task's CPU units, 1024 per vCPU; on Fargate only certain combinations with memory exist (ECS-05).",
      examples: [256],
    }),
  memory: z
    .int({ error: "should be MiB, a whole number such as 512" })
    .default(defaultTaskSize.memory)
    .meta({ description: "The task's memory in MiB.", examples: [512] }),
  cpuArchitecture: z
    .enum(["x86_64", "arm64"])
    .default("x86_64")
    .meta({ description: "The CPU architecture, which the images must support (ECS-15).", examples: ["arm64"] }),
  ephemeralStorageGiB: wholeNumber(21, 200, "GiB from 21 to 200, or omitted for Fargate's 20 (ECS-07)")
    .optional()
    .meta({
      description: "The task's ephemeral storage on Fargate in GiB, 21 to 200 (ECS-07). Default: Fargate's 20.",
      examples: [50],
    }),
  logRetentionDays: logRetentionDays.default(30).meta({ description: "Days that logs are kept.", examples: [30] }),
  logKmsKeyId: kmsKey.optional().meta({
    description:
      "The KMS key that encrypts the logs, of the same Region; its policy must allow CloudWatch Logs (ECS-24). Default: CloudWatch's own encryption.",
    examples: ["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
  }),
  logRouter: logRouter.optional().meta({
    description: "Sends the containers' logs to another destination through FireLens. Default: CloudWatch Logs.",
    examples: [
      {
        image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/aws-for-fluent-bit:2.32.2",
        options: { Name: "firehose", region: "us-east-1", delivery_stream: "logs" },
      },
    ],
  }),
  exec: z
    .boolean()
    .default(false)
    .meta({
      description:
        "Allow `aws ecs execute-command`; adds permissions to the task role and endpoints to the VPC (ECS-14).",
      examples: [true],
    }),
  secretsKmsKeyIds: z
    .array(kmsKey)
    .default([])
    .meta({
      description:
        "ARNs of the customer managed KMS keys that `secrets` are encrypted with: the execution role may decrypt with them through Secrets Manager and Parameter Store (ECS-22). Default: AWS managed keys, which need no permission.",
      examples: [["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"]],
    }),
  permissions: z
    .array(permission)
    .default([])
    .meta({
      description: "Permissions of the task's own code, besides those for its mounts.",
      examples: [[{ actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:us-east-1:222222222222:orders"] }]],
    }),
  executionPermissions: z
    .array(permission)
    .default([])
    .meta({
      description:
        "Permissions of the execution role, with which ECS starts the task, besides those to pull its images, read its secrets and write its logs: to fill a pull-through cache, for example.",
      examples: [
        [
          {
            actions: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
            resources: ["arn:aws:ecr:us-east-1:222222222222:repository/quay/*"],
          },
        ],
      ],
    }),
  policies: z
    .array(policyArn)
    .default([])
    .meta({
      description:
        "IAM policies of the account to attach to the task role. The proof can't see whether they deny something, so paths are unknown until a plan contains them; it can see `permissions`.",
      examples: [["arn:aws:iam::222222222222:policy/read-orders"]],
    }),
  assignPublicIp: z
    .boolean()
    .default(false)
    .meta({
      description:
        "Runs the tasks in the VPC's public subnets, each with a public address: they reach the internet through the internet gateway, without NAT, and others reach them on what `allowFrom` opens only. On Fargate, in a VPC with public subnets.",
      examples: [true],
    }),
  egress,
  connectTo,
  dnsCache,
};

const scheduleProperties = {
  schedule: scheduleExpression.optional().meta({
    description: "When the task is started. Default: only manually, with `aws ecs run-task`.",
    examples: ["cron(0 3 * * ? *)"],
  }),
  count: wholeNumber(1, 10, "a number of tasks from 1 to 10")
    .default(1)
    .meta({ description: "The number of tasks that the schedule starts each time.", examples: [1] }),
};

const single = z
  .strictObject({ ...containerProperties, ...taskProperties, ...scheduleProperties })
  .meta({ title: "One container", description: "A task with one container, which has the task's name." });

const several = z
  .strictObject({
    containers: z.record(name, container).meta({
      description: "The containers of the task, by name.",
      examples: [{ migrate: { image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/migrate:3" } }],
    }),
    ...taskProperties,
    ...scheduleProperties,
  })
  .meta({ title: "Several containers", description: "A task with several containers." });

const task = z.union([single, several]).meta({
  description: "A task that runs to completion.",
  examples: [{ image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/migrate:3", schedule: "rate(1 day)" }],
});

/** A task as loaded: its containers by name, even if it was written with one. */
export type EcsTask = z.output<typeof several>;

const containerKeys = new Set(Object.keys(containerProperties));

/** Converts either written form to the form with containers by name. */
export function containersByName<T extends object>(name: string, written: object): T {
  // Another name of the container would replace every task.
  const key = "formerly" in written && typeof written.formerly === "string" ? written.formerly : name;
  if ("containers" in written) return written as T;
  const own = Object.entries(written).filter(([property]) => containerKeys.has(property));
  const rest = Object.entries(written).filter(([property]) => !containerKeys.has(property));
  const only = { ...Object.fromEntries(own), essential: true, dependsOn: {}, useDnsCache: true };
  return { ...Object.fromEntries(rest), containers: { [key]: only } } as T;
}

export const tasks = z
  .record(name, task)
  .default({})
  .transform((written): Record<string, EcsTask> =>
    Object.fromEntries(Object.entries(written).map(([key, value]) => [key, containersByName<EcsTask>(key, value)])),
  )
  .meta({
    description: "Tasks that run to completion, by name: started manually or by a schedule.",
    examples: [{ report: { image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/report:2", schedule: "rate(1 day)" } }],
  });
