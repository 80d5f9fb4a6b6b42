import * as z from "zod";

import { bucketName, certificateArn, client, formatted, name, port } from "./primitives";

const healthCheck = z
  .strictObject({
    path: formatted(/^\/[!-~]{0,1023}$/, "an absolute URL path, such as /healthz")
      .default("/")
      .meta({ description: "The path that is asked for.", examples: ["/healthz"] }),
    codes: formatted(/^[2-4][0-9]{2}([-,][2-4][0-9]{2})*$/, 'HTTP status codes in quotes, such as "200-299"')
      .default("200")
      .meta({ description: "The status codes that are healthy.", examples: ["200-299"] }),
    intervalSeconds: z
      .int()
      .min(5)
      .max(300)
      .default(30)
      .meta({ description: "Seconds between checks; more than the timeout.", examples: [10] }),
    timeoutSeconds: z
      .int()
      .min(2)
      .max(120)
      .default(5)
      .meta({ description: "Seconds a check may take.", examples: [5] }),
    healthyThreshold: z
      .int()
      .min(2)
      .max(10)
      .default(5)
      .meta({ description: "Successes in a row until healthy.", examples: [2] }),
    unhealthyThreshold: z
      .int()
      .min(2)
      .max(10)
      .default(2)
      .meta({ description: "Failures in a row until unhealthy.", examples: [2] }),
  })
  .meta({ description: "How the load balancer tells that a task works.", examples: [{ path: "/healthz" }] });

const accessLogs = z
  .strictObject({
    bucket: bucketName("example-alb-logs").meta({
      description: "A bucket of the Region whose policy lets Elastic Load Balancing write.",
      examples: ["example-alb-logs"],
    }),
    prefix: formatted(
      /^(?!.*AWSLogs)[^/\0](.*[^/\0])?$/,
      "a prefix without / at its ends and without AWSLogs, which is put after it, such as web/nginx",
    )
      .optional()
      .meta({ description: "Put before the logs' keys. Default: none.", examples: ["web"] }),
  })
  .meta({ description: "Where a record of every request goes.", examples: [{ bucket: "example-alb-logs" }] });

export const loadBalancer = z
  .strictObject({
    scheme: z
      .enum(["internal", "public"])
      .default("internal")
      .meta({
        description:
          "Reachable from inside, or from the internet; `public` needs the VPC's public subnets. A change replaces the load balancer, whose DNS name changes.",
        examples: ["public"],
      }),
    container: name.optional().meta({
      description: "The container that answers. Default: the only one that has ports.",
      examples: ["nginx"],
    }),
    port: port.optional().meta({
      description: "The container's port that answers. Default: its first.",
      examples: [8080],
    }),
    certificate: certificateArn.optional().meta({
      description: "Serve HTTPS with this certificate of ACM, and send HTTP there. Default: HTTP alone.",
      examples: ["arn:aws:acm:us-east-1:222222222222:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
    allowFrom: z
      .array(client)
      .min(1)
      .optional()
      .meta({
        description:
          "Who may connect to the load balancer: IPv4 ranges, and services and tasks of the workload by name, which may then send to its ports too. Default: the VPC if internal, everybody if public.",
        examples: [["10.0.0.0/8", "nginx"]],
      }),
    healthCheck: healthCheck.prefault({}).meta({
      description: "How the load balancer tells that a task works.",
      examples: [{ path: "/healthz", intervalSeconds: 10 }],
    }),
    accessLogs: accessLogs.optional().meta({
      description: "Where a record of every request goes. Default: nowhere.",
      examples: [{ bucket: "example-alb-logs", prefix: "web" }],
    }),
    idleTimeoutSeconds: z
      .int()
      .min(1)
      .max(4000)
      .default(60)
      .meta({ description: "Seconds until a silent connection is closed.", examples: [120] }),
    deregistrationDelaySeconds: z
      .int()
      .min(0)
      .max(3600)
      .default(30)
      .meta({ description: "Seconds that requests to a stopping task may take to end.", examples: [30] }),
    deletionProtection: z
      .boolean()
      .default(false)
      .meta({ description: "Have AWS refuse to delete the load balancer.", examples: [true] }),
  })
  .meta({
    description: "An Application Load Balancer before the service; its DNS name is an output.",
    examples: [{ scheme: "internal", healthCheck: { path: "/healthz" } }],
  });

export type LoadBalancer = z.output<typeof loadBalancer>;
