import * as z from "zod";

import {
  bucketName,
  certificateArn,
  client,
  formatted,
  hostedZoneId,
  name,
  port,
  roleArn,
  webAclArn,
} from "./primitives";

export const healthCheck = z
  .strictObject({
    path: formatted(/^\/[!-~]{0,1023}$/, "an absolute URL path, such as /healthz")
      .default("/")
      .meta({ description: "The path that is requested.", examples: ["/healthz"] }),
    codes: formatted(/^[2-4][0-9]{2}([-,][2-4][0-9]{2})*$/, 'HTTP status codes in quotes, such as "200-299"')
      .default("200")
      .meta({ description: "The status codes that mean healthy.", examples: ["200-299"] }),
    intervalSeconds: z
      .int()
      .min(5)
      .max(300)
      .default(30)
      .meta({ description: "Seconds between checks; must be more than the timeout.", examples: [10] }),
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
      .meta({ description: "Consecutive successes until healthy.", examples: [2] }),
    unhealthyThreshold: z
      .int()
      .min(2)
      .max(10)
      .default(2)
      .meta({ description: "Consecutive failures until unhealthy.", examples: [2] }),
  })
  .meta({ description: "How the load balancer checks that a task is healthy.", examples: [{ path: "/healthz" }] });

const accessLogs = z
  .strictObject({
    bucket: bucketName("example-alb-logs").meta({
      description: "A bucket in the same Region whose policy allows Elastic Load Balancing to write to it.",
      examples: ["example-alb-logs"],
    }),
    prefix: formatted(
      /^(?!.*AWSLogs)[^/\0](.*[^/\0])?$/,
      "a prefix without a leading or trailing / and without AWSLogs, which is appended, such as web/nginx",
    )
      .optional()
      .meta({ description: "The prefix of the logs' keys. Default: none.", examples: ["web"] }),
  })
  .meta({ description: "Logs every request to an S3 bucket.", examples: [{ bucket: "example-alb-logs" }] });

const record = z
  .strictObject({
    name: formatted(
      /^(\*\.)?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
      "a full DNS name, such as www.example.com or *.example.com",
    )
      .transform((written) => written.toLowerCase())
      .meta({ description: "The name in the zone. A change replaces the record.", examples: ["www.example.com"] }),
    zone: hostedZoneId.meta({
      description: "The id of the Route 53 hosted zone. A change replaces the record.",
      examples: ["Z0123456789ABCDEFGHIJ"],
    }),
    role: roleArn.optional().meta({
      description:
        "The role that Terraform assumes to change a zone of another account. Default: the zone is in the account of the VPC.",
      examples: ["arn:aws:iam::333333333333:role/dns-records"],
    }),
  })
  .meta({
    description: "An alias record for the load balancer.",
    examples: [{ name: "www.example.com", zone: "Z0123456789ABCDEFGHIJ" }],
  });

/** The container that receives requests. */
export const containerChoice = {
  container: name.optional().meta({
    description: "The container that receives requests. Default: the only container with ports.",
    examples: ["nginx"],
  }),
  port: port.optional().meta({
    description: "The container port that receives requests. Default: the container's first port.",
    examples: [8080],
  }),
};

export const checkedBy = healthCheck.prefault({}).meta({
  description: "How the load balancer checks that a task is healthy.",
  examples: [{ path: "/healthz", intervalSeconds: 10 }],
});

/** Settings of the target group. */
export const targetProperties = {
  deregistrationDelaySeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(30)
    .meta({ description: "Seconds that a stopping task has to complete its requests.", examples: [30] }),
  slowStartSeconds: z
    .int()
    .min(30)
    .max(900)
    .optional()
    .meta({
      description:
        "Seconds in which a new task's share of the requests rises to that of the others, 30 to 900. Default: a new task gets its full share at once.",
      examples: [60],
    }),
};

export const loadBalancer = z
  .strictObject({
    type: z
      .enum(["application", "network"])
      .default("application")
      .meta({
        description:
          "`application` for HTTP and HTTPS on 80 and 443, or `network` for TCP: on the container's port, or with a `certificate` for TLS on 443. A change replaces the load balancer, and its DNS name changes.",
        examples: ["network"],
      }),
    scheme: z
      .enum(["internal", "public"])
      .default("internal")
      .meta({
        description:
          "Reachable from inside, or from the internet; `public` requires the VPC's public subnets. A change replaces the load balancer, and its DNS name changes.",
        examples: ["public"],
      }),
    ...containerChoice,
    certificate: certificateArn.optional().meta({
      description:
        "Serve HTTPS with this ACM certificate, and redirect HTTP to it; for a network load balancer, TLS. Default: HTTP or TCP only.",
      examples: ["arn:aws:acm:us-east-1:222222222222:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
    allowFrom: z
      .array(client)
      .min(1)
      .optional()
      .meta({
        description:
          "Who may connect to the load balancer: IPv4 ranges, IPv6 ranges if it is public and the VPC has `ipv6`, and services and tasks of the workload by name, which are then allowed to send to its ports too. Default: the VPC if internal, everybody if public.",
        examples: [["10.0.0.0/8", "nginx"]],
      }),
    healthCheck: checkedBy,
    accessLogs: accessLogs.optional().meta({
      description: "Logs every request to an S3 bucket. Default: no log.",
      examples: [{ bucket: "example-alb-logs", prefix: "web" }],
    }),
    idleTimeoutSeconds: z
      .int()
      .min(1)
      .max(4000)
      .default(60)
      .meta({ description: "Seconds until an idle connection is closed.", examples: [120] }),
    ...targetProperties,
    webAcl: webAclArn.optional().meta({
      description:
        "The regional web ACL of AWS WAF that inspects the requests, of the VPC's account. Default: the web ACL that a Firewall Manager policy associates, or none.",
      examples: ["arn:aws:wafv2:us-east-1:222222222222:regional/webacl/web/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
    records: z
      .array(record)
      .default([])
      .meta({
        description:
          "Alias records in Route 53 that lead to the load balancer: in a public or private zone of the account, or of another one through a role.",
        examples: [[{ name: "www.example.com", zone: "Z0123456789ABCDEFGHIJ" }]],
      }),
    deletionProtection: z
      .boolean()
      .default(false)
      .meta({ description: "Have AWS refuse to delete the load balancer.", examples: [true] }),
  })
  .meta({
    description: "An Application or Network Load Balancer in front of the service; its DNS name is an output.",
    examples: [{ scheme: "internal", healthCheck: { path: "/healthz" } }],
  });

export type LoadBalancer = z.output<typeof loadBalancer>;
