import * as z from "zod";

import { asDefaults } from "./as-defaults";
import { container, containerProperties } from "./container";
import { containersByName, taskProperties } from "./ecs-task";
import { formerly, formerlyMeta } from "./formerly";
import { listenerRule } from "./listener-rule";
import { loadBalancer } from "./load-balancer";
import { client, name, wholeNumber } from "./primitives";
import { scaling } from "./scaling";

const weight = z.int().min(0).max(1000);

const spot = z
  .strictObject({
    onDemandBase: z
      .int()
      .min(0)
      .default(0)
      .meta({ description: "The number of on-demand tasks before Spot is used.", examples: [2] }),
    onDemandWeight: weight.default(0).meta({ description: "The on-demand weight of further tasks.", examples: [1] }),
    spotWeight: weight.default(1).meta({ description: "The Spot weight of further tasks.", examples: [3] }),
  })
  .meta({
    description:
      "Runs some tasks on Fargate Spot, which AWS may stop with two minutes' notice, and the others on demand.",
    examples: [{ onDemandBase: 1, onDemandWeight: 1, spotWeight: 3 }],
  });

const deployment = z
  .strictObject({
    minimumHealthyPercent: z
      .int()
      .min(0)
      .max(100)
      .optional()
      .meta({
        description: "The minimum of running tasks during a deployment, in percent. Default: 100.",
        examples: [50],
      }),
    maximumPercent: z
      .int()
      .min(100)
      .max(200)
      .optional()
      .meta({
        description: "The maximum of running tasks during a deployment, in percent. Default: 200.",
        examples: [150],
      }),
    circuitBreaker: z
      .boolean()
      .default(true)
      .meta({ description: "Fail a deployment whose tasks don't become healthy (ECS-19).", examples: [false] }),
    rollback: z
      .boolean()
      .default(true)
      .meta({ description: "Roll back to the last completed deployment if one fails.", examples: [false] }),
    healthCheckGraceSeconds: z
      .int()
      .min(0)
      .max(2147483647)
      .optional()
      .meta({
        description:
          "Seconds after a task's start in which the load balancer's health checks are ignored. Default: 60.",
        examples: [60],
      }),
    byPipeline: z
      .boolean()
      .optional()
      .meta({
        description:
          "A pipeline rolls out the service: it registers revisions of the task definition (output `task_definition_arns`) and updates the service, and Terraform keeps whatever revision runs, so plans stay empty. A change of the containers here registers a revision that the pipeline takes up; `prove` judges it in `cdktf.out`, and is unknown in a plan that shows another revision. Default: false.",
        examples: [true],
      }),
    waitForSteadyState: z
      .boolean()
      .optional()
      .meta({
        description:
          "Have Terraform wait until the service is stable, up to 20 minutes. Default: false; an apply then succeeds before the tasks have started.",
        examples: [true],
      }),
  })
  .meta({
    description: "How a new revision is deployed.",
    examples: [{ minimumHealthyPercent: 50, maximumPercent: 150 }],
  });

const serviceProperties = {
  ...taskProperties,
  formerly: formerly.optional().meta(formerlyMeta("service")),
  desiredCount: wholeNumber(0, 5000, "a number of tasks from 0 to 5000")
    .default(1)
    .meta({ description: "The number of tasks.", examples: [2] }),
  loadBalancer: loadBalancer.optional().meta({
    description: "An Application Load Balancer in front of the service. Default: none.",
    examples: [{ scheme: "internal", healthCheck: { path: "/healthz" } }],
  }),
  listenerRule: listenerRule.optional().meta({
    description:
      "A rule of a listener of an existing Application Load Balancer that forwards requests to the service, instead of a `loadBalancer` of its own. Default: none.",
    examples: [
      {
        listener:
          "arn:aws:elasticloadbalancing:us-east-1:222222222222:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2",
        securityGroup: "sg-0123456789abcdef0",
        priority: 100,
        hosts: ["www.example.com"],
      },
    ],
  }),
  scaling: scaling.optional().meta({
    description: "The number of tasks by utilization and schedule. Default: always `desiredCount`.",
    examples: [{ min: 2, max: 10, cpuPercent: 60 }],
  }),
  spot: spot.optional().meta({
    description: "A mix of Fargate Spot and Fargate. Default: on demand only.",
    examples: [{ onDemandBase: 1, onDemandWeight: 1, spotWeight: 3 }],
  }),
  deployment: deployment.optional().meta({
    description: "How a new revision is deployed. Default: rolling, with rollback if it fails.",
    examples: [{ minimumHealthyPercent: 50, maximumPercent: 150 }],
  }),
  allowFrom: z
    .array(client)
    .min(1)
    .optional()
    .meta({
      description:
        "Who may connect to the tasks on the containers' `ports` without the load balancer: IPv4 ranges, IPv6 ranges if the VPC has `ipv6`, and services and tasks of the workload by name, which are then allowed to send to these ports too. Who names the service in `connectTo` may connect too. Default: only the load balancer, on its port.",
      examples: [["nginx", "10.0.0.0/8"]],
    }),
  discovery: z
    .boolean()
    .default(false)
    .meta({
      description:
        "Have Cloud Map resolve `<service>.<namespace>` to the tasks' addresses; requires the workload's `namespace`. Clients that connect are named in `allowFrom`, or name the service in `connectTo`.",
      examples: [true],
    }),
  instances: name.optional().meta({
    description:
      "The instances that it runs on, by name; for `platform: ecs-ec2`. Default: with EFS volumes the first that resolve names without dnsmasq, otherwise the first.",
    examples: ["general"],
  }),
};

const single = z
  .strictObject({ ...containerProperties, ...serviceProperties })
  .meta({ title: "One container", description: "A service with one container, which has the service's name." });

const several = z
  .strictObject({
    containers: z.record(name, container).meta({
      description: "The containers of the task, by name.",
      examples: [{ nginx: { image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27", ports: [80] } }],
    }),
    ...serviceProperties,
  })
  .meta({ title: "Several containers", description: "A service whose task has several containers." });

export const serviceDefaults = asDefaults(single.omit({ formerly: true }).shape);

/** The properties of a service whose containers are listed. */
export const severalContainersProperties = Object.keys(several.shape);

const service = z.union([single, several]).meta({
  description: "An ECS service.",
  examples: [{ image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27", cpu: 256, memory: 512 }],
});

/** A service as loaded: its containers by name, even if it was written with one. */
export type EcsService = z.output<typeof several>;

export const services = z
  .record(name, service)
  .transform((written): Record<string, EcsService> =>
    Object.fromEntries(Object.entries(written).map(([key, value]) => [key, containersByName<EcsService>(key, value)])),
  )
  .meta({
    description: "The services of the cluster, by name: each has either one `image` or several `containers`.",
    examples: [{ nginx: { image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27" } }],
  });
