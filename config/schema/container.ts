import * as z from "zod";

import { healthCheck } from "./health-check";
import { mount } from "./mount";
import { formatted, image, name, port, secretArn } from "./primitives";

const variable = formatted(/^[A-Za-z_][A-Za-z0-9_.-]*$/, "the name of an environment variable, such as LOG_LEVEL");

const ulimitName = z.enum([
  "core",
  "cpu",
  "data",
  "fsize",
  "locks",
  "memlock",
  "msgqueue",
  "nice",
  "nofile",
  "nproc",
  "rss",
  "rtprio",
  "rttime",
  "sigpending",
  "stack",
]);

/** What a container is made of, whether it stands alone in its service or beside others. */
export const containerProperties = {
  image: image.meta({
    description: "The image. Without NAT it must come from private ECR of the same Region (EP-09).",
    examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27"],
  }),
  entryPoint: z
    .array(z.string())
    .min(1)
    .optional()
    .meta({
      description: "Replaces the image's entry point. Default: the image's.",
      examples: [["/docker-entrypoint.sh"]],
    }),
  command: z
    .array(z.string())
    .min(1)
    .optional()
    .meta({
      description: "Replaces the image's command. Default: the image's.",
      examples: [["nginx", "-g", "daemon off;"]],
    }),
  environment: z
    .record(variable, z.string())
    .default({})
    .meta({
      description: "Environment variables; values in quotes where YAML would read a number or a boolean.",
      examples: [{ LOG_LEVEL: "info" }],
    }),
  secrets: z
    .record(variable, secretArn)
    .default({})
    .meta({
      description:
        "Environment variables from Secrets Manager or SSM Parameter Store, by ARN; the execution role may read just these, and the VPC gets the endpoint (EP-01). Under a customer managed key it also needs `secretsKmsKeyIds`.",
      examples: [{ TOKEN: "arn:aws:ssm:us-east-1:222222222222:parameter/web/token" }],
    }),
  ports: z
    .array(port)
    .default([])
    .meta({ description: "TCP ports that the container listens on.", examples: [[80]] }),
  mounts: z
    .record(formatted(/^\/[^\0:]*$/, "an absolute path in the container, such as /usr/share/nginx/html"), mount)
    .default({})
    .meta({
      description: "File systems by the path in the container where they appear.",
      examples: [{ "/usr/share/nginx/html": { fileSystem: "content", accessPoint: "web", readOnly: true } }],
    }),
  healthCheck: healthCheck.optional().meta({
    description: "How ECS tells that the container works. Default: it runs.",
    examples: [{ command: ["CMD-SHELL", "curl -fsS http://localhost/ || exit 1"], intervalSeconds: 10 }],
  }),
  user: formatted(
    /^[A-Za-z0-9_.-]{1,64}(:[A-Za-z0-9_.-]{1,64})?$/,
    'a user or user:group in quotes, such as "1000:1000"',
  )
    .optional()
    .meta({
      description: "Who the container's processes run as, by name or id. Default: the image's user.",
      examples: ["1000:1000"],
    }),
  readOnlyRootFilesystem: z
    .boolean()
    .optional()
    .meta({
      description: "Keep the container from writing outside its mounts; not with `exec` (ECS-14). Default: false.",
      examples: [true],
    }),
  workingDirectory: formatted(/^\/[^\0]*$/, "an absolute path, such as /srv")
    .optional()
    .meta({ description: "Where the command starts. Default: the image's.", examples: ["/srv"] }),
  ulimits: z
    .partialRecord(
      ulimitName,
      z
        .strictObject({
          soft: z
            .int()
            .min(0)
            .meta({ description: "What processes begin with.", examples: [65536] }),
          hard: z
            .int()
            .min(0)
            .meta({ description: "What they may raise it to.", examples: [65536] }),
        })
        .meta({ description: "A soft and a hard limit.", examples: [{ soft: 65536, hard: 65536 }] }),
    )
    .optional()
    .meta({
      description: "Limits of the container's processes; Fargate takes `nofile` alone. Default: the platform's.",
      examples: [{ nofile: { soft: 65536, hard: 65536 } }],
    }),
  stopTimeoutSeconds: z
    .int()
    .min(2)
    .optional()
    .meta({
      description: "Seconds between the signal to stop and the kill; Fargate takes 120 at most. Default: 30.",
      examples: [120],
    }),
  cpuUnits: z
    .int()
    .min(1)
    .optional()
    .meta({
      description: "The container's share of the task's CPU units. Default: no share of its own.",
      examples: [64],
    }),
  memoryMiB: z
    .int()
    .min(6)
    .optional()
    .meta({
      description:
        "The container is killed when it takes more, in MiB; with the others at most the task's (ECS-06). Default: no limit of its own.",
      examples: [128],
    }),
  initProcess: z
    .boolean()
    .optional()
    .meta({
      description: "Run an init process that forwards signals and reaps children. Default: false.",
      examples: [true],
    }),
  addCapabilities: z
    .array(formatted(/^[A-Z_]+$/, "a Linux capability, such as SYS_PTRACE"))
    .min(1)
    .optional()
    .meta({
      description:
        "Linux capabilities beside Docker's default ones; Fargate takes SYS_PTRACE alone (ECS-16). Default: none.",
      examples: [["SYS_PTRACE"]],
    }),
  privileged: z
    .boolean()
    .optional()
    .meta({
      description: "Give the container the host's rights; container instances only (ECS-16). Default: false.",
      examples: [true],
    }),
};

export const container = z
  .strictObject({
    ...containerProperties,
    essential: z
      .boolean()
      .default(true)
      .meta({
        description: "Whether the task stops when this container does; at least one must be (ECS-12).",
        examples: [false],
      }),
    dependsOn: z
      .record(name, z.enum(["START", "COMPLETE", "SUCCESS", "HEALTHY"]))
      .default({})
      .meta({
        description:
          "What other containers must have come to before this one starts: START, HEALTHY, or, if they are not essential, COMPLETE or SUCCESS (ECS-11).",
        examples: [{ proxy: "HEALTHY" }],
      }),
    useDnsCache: z
      .boolean()
      .default(true)
      .meta({
        description: "Whether this container asks the task's DNS cache, where the service has one.",
        examples: [false],
      }),
  })
  .meta({ description: "A container among several of a task." });

export type Container = z.output<typeof container>;
