import * as z from "zod";

import { formatted, name, port, secretArn } from "./primitives";

const variable = formatted(/^[A-Za-z_][A-Za-z0-9_.-]*$/, "the name of an environment variable, such as LOG_LEVEL");

const mount = z
  .strictObject({
    fileSystem: name.meta({ description: "A file system of the workload's VPC, by name.", examples: ["content"] }),
    accessPoint: name.optional().meta({
      description: "An access point of that file system, by name. Default: the file system's root.",
      examples: ["web"],
    }),
    rootDirectory: formatted(/^\/[^\0]*$/, "an absolute path, such as /exports")
      .optional()
      .meta({
        description:
          "The directory to mount, which must exist (EFS-07); not together with an access point (ECS-03). Default: `/`.",
        examples: ["/exports"],
      }),
    readOnly: z
      .boolean()
      .default(false)
      .meta({
        description: "Mount without the right to write; the task role then lacks it too.",
        examples: [true],
      }),
  })
  .meta({
    description: "An EFS mount, always over TLS and with IAM.",
    examples: [{ fileSystem: "content", accessPoint: "web", readOnly: true }],
  });

const healthCheck = z
  .strictObject({
    command: z
      .array(z.string().min(1))
      .min(1)
      .meta({
        description: "The check as an argument list, or `CMD-SHELL` and one line of shell; exit 0 is healthy.",
        examples: [["CMD-SHELL", "curl -fsS http://localhost/ || exit 1"]],
      }),
    intervalSeconds: z
      .int()
      .min(5)
      .max(300)
      .default(30)
      .meta({ description: "Seconds between checks.", examples: [10] }),
    timeoutSeconds: z
      .int()
      .min(2)
      .max(60)
      .default(5)
      .meta({ description: "Seconds a check may take.", examples: [5] }),
    retries: z
      .int()
      .min(1)
      .max(10)
      .default(3)
      .meta({ description: "Failures in a row until unhealthy.", examples: [3] }),
    startPeriodSeconds: z
      .int()
      .min(0)
      .max(300)
      .default(0)
      .meta({
        description: "Seconds after the start in which failures don't count.",
        examples: [30],
      }),
  })
  .meta({
    description: "How ECS tells that the container works.",
    examples: [{ command: ["CMD-SHELL", "curl -fsS http://localhost/ || exit 1"] }],
  });

/** What a container is made of, whether it stands alone in its service or beside others. */
export const containerProperties = {
  image: formatted(
    /^([A-Za-z0-9.-]+(:[0-9]+)?\/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
    "an image, such as 222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
  ).meta({
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
        "Environment variables from Secrets Manager or SSM Parameter Store, by ARN; the execution role may read just these, and the VPC gets the endpoint (EP-01).",
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
  })
  .meta({ description: "A container among several of a task." });

export type Container = z.output<typeof container>;
export type Mount = z.output<typeof mount>;
export type HealthCheck = z.output<typeof healthCheck>;
