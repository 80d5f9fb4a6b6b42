import * as z from "zod";

import { environmentFiles } from "./environment-files";
import { healthCheck } from "./health-check";
import { mount } from "./mount";
import { formatted, image, name, port, registrySecretArn, secretArn } from "./primitives";

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

/** Properties of a container, whether it is the only one in its service or one of several. */
export const containerProperties = {
  image: image.meta({
    description: "The image. Without NAT it must come from private ECR of the same Region (EP-09).",
    examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27"],
  }),
  imageTagParameter: formatted(
    /^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/,
    "the name of an SSM parameter, such as /images/web",
  )
    .optional()
    .meta({
      description:
        "The SSM parameter (of type String) with the tag or the digest of `image`, which then has neither: a pipeline writes it to roll out an image, and the next deploy registers a revision with it. Default: `image` names both.",
      examples: ["/images/web"],
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
      description: "Environment variables; quote values that YAML would read as a number or a boolean.",
      examples: [{ LOG_LEVEL: "info" }],
    }),
  secrets: z
    .record(variable, secretArn)
    .default({})
    .meta({
      description:
        "Environment variables from Secrets Manager or SSM Parameter Store, by ARN. The execution role may read only these, and the VPC gets the endpoint (EP-01). With a customer managed key, `secretsKmsKeyIds` is needed too.",
      examples: [{ TOKEN: "arn:aws:ssm:us-east-1:222222222222:parameter/web/token" }],
    }),
  environmentFiles,
  repositoryCredentials: registrySecretArn.optional().meta({
    description:
      "The Secrets Manager secret with the user name and password for the image's registry, if that is a private one other than ECR. The execution role may read it, and the VPC gets the endpoint (ECS-25). With a customer managed key, `secretsKmsKeyIds` is needed too. Default: none.",
    examples: ["arn:aws:secretsmanager:us-east-1:222222222222:secret:registry-AbCdEf"],
  }),
  ports: z
    .array(port)
    .default([])
    .meta({ description: "TCP ports that the container listens on.", examples: [[80]] }),
  mounts: z
    .record(formatted(/^\/[^\0:]*$/, "an absolute path in the container, such as /usr/share/nginx/html"), mount)
    .default({})
    .meta({
      description: "File systems by the container path where they are mounted.",
      examples: [{ "/usr/share/nginx/html": { fileSystem: "content", accessPoint: "web", readOnly: true } }],
    }),
  healthCheck: healthCheck.optional().meta({
    description:
      "How ECS checks that the container is healthy. Default: no check; a running container counts as healthy.",
    examples: [{ command: ["CMD-SHELL", "curl -fsS http://localhost/ || exit 1"], intervalSeconds: 10 }],
  }),
  user: formatted(
    /^[A-Za-z0-9_.-]{1,64}(:[A-Za-z0-9_.-]{1,64})?$/,
    'a user or user:group in quotes, such as "1000:1000"',
  )
    .optional()
    .meta({
      description: "The user that runs the container's processes, by name or id. Default: the image's user.",
      examples: ["1000:1000"],
    }),
  readOnlyRootFilesystem: z
    .boolean()
    .optional()
    .meta({
      description: "Make everything but the mounts read-only; not with `exec` (ECS-14). Default: false.",
      examples: [true],
    }),
  workingDirectory: formatted(/^\/[^\0]*$/, "an absolute path, such as /srv")
    .optional()
    .meta({ description: "The working directory of the command. Default: the image's.", examples: ["/srv"] }),
  ulimits: z
    .partialRecord(
      ulimitName,
      z
        .strictObject({
          soft: z
            .int()
            .min(0)
            .meta({ description: "The limit that processes start with.", examples: [65536] }),
          hard: z
            .int()
            .min(0)
            .meta({ description: "The limit that processes may raise it to.", examples: [65536] }),
        })
        .meta({ description: "A soft and a hard limit.", examples: [{ soft: 65536, hard: 65536 }] }),
    )
    .optional()
    .meta({
      description:
        "Resource limits (ulimits) of the container's processes; Fargate supports `nofile` only. Default: the platform's.",
      examples: [{ nofile: { soft: 65536, hard: 65536 } }],
    }),
  stopTimeoutSeconds: z
    .int()
    .min(2)
    .optional()
    .meta({
      description: "Seconds between the stop signal and the kill, at most 120 on Fargate. Default: 30.",
      examples: [120],
    }),
  cpuUnits: z
    .int()
    .min(1)
    .optional()
    .meta({
      description: "The container's share of the task's CPU units. Default: no reservation.",
      examples: [64],
    }),
  memoryMiB: z
    .int()
    .min(6)
    .optional()
    .meta({
      description:
        "The memory limit in MiB, above which the container is killed; the sum over the containers is at most the task's memory (ECS-06). Default: no limit besides the task's.",
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
        "Linux capabilities to add to Docker's default ones; Fargate supports SYS_PTRACE only (ECS-16). Default: none.",
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
        description:
          "Whether the task stops when this container stops; at least one container must be essential (ECS-12).",
        examples: [false],
      }),
    dependsOn: z
      .record(name, z.enum(["START", "COMPLETE", "SUCCESS", "HEALTHY"]))
      .default({})
      .meta({
        description:
          "Conditions that other containers must reach before this one starts: START, HEALTHY or, for containers that are not essential, COMPLETE or SUCCESS (ECS-11).",
        examples: [{ proxy: "HEALTHY" }],
      }),
    useDnsCache: z
      .boolean()
      .default(true)
      .meta({
        description: "Whether this container uses the task's DNS cache, if the service has one.",
        examples: [false],
      }),
  })
  .meta({ description: "One of several containers of a task." });

export type Container = z.output<typeof container>;
