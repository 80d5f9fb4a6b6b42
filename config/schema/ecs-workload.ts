import * as z from "zod";

import { container, containerProperties } from "./container";
import { logRetentionDays, name, wholeNumber } from "./primitives";

/** The smallest that Fargate has: CPU units and MiB. */
export const defaultTaskSize = { cpu: 256, memory: 512 };

/** What the task and its service are made of, besides containers. */
const taskProperties = {
  cpu: z
    .int({ error: "should be CPU units, a whole number such as 256" })
    .default(defaultTaskSize.cpu)
    .meta({
      description: "The task's CPU units, 1024 to a vCPU; only certain pairs with memory exist (ECS-05).",
      examples: [256],
    }),
  memory: z
    .int({ error: "should be MiB, a whole number such as 512" })
    .default(defaultTaskSize.memory)
    .meta({ description: "The task's memory in MiB.", examples: [512] }),
  ephemeralStorageGiB: wholeNumber(21, 200, "GiB from 21 to 200, or left out for Fargate's 20 (ECS-07)")
    .optional()
    .meta({
      description: "The task's scratch disk in GiB, 21 to 200 (ECS-07). Default: Fargate's 20.",
      examples: [50],
    }),
  desiredCount: wholeNumber(0, 5000, "a number of tasks from 0 to 5000")
    .default(1)
    .meta({ description: "How many tasks run.", examples: [2] }),
  logRetentionDays: logRetentionDays.default(30).meta({ description: "Days that logs are kept.", examples: [30] }),
  exec: z
    .boolean()
    .default(false)
    .meta({
      description: "Allow `aws ecs execute-command`; the task role and the VPC's endpoints follow (ECS-14).",
      examples: [true],
    }),
};

const single = z
  .strictObject({ ...containerProperties, ...taskProperties })
  .meta({ title: "One container", description: "A service with one container, named like the service." });

const several = z
  .strictObject({
    containers: z.record(name, container).meta({
      description: "The containers of the task, by name.",
      examples: [{ nginx: { image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27", ports: [80] } }],
    }),
    ...taskProperties,
  })
  .meta({ title: "Several containers", description: "A service whose task has several containers." });

const service = z.union([single, several]).meta({
  description: "An ECS service.",
  examples: [{ image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27", cpu: 256, memory: 512 }],
});

/** A service as loaded: its containers by name, also where it was written with one. */
export type EcsService = z.output<typeof several>;

function containersByName(serviceName: string, written: z.output<typeof service>): EcsService {
  if ("containers" in written) return written;
  const { image, entryPoint, command, environment, secrets, ports, mounts, healthCheck, ...task } = written;
  const only = { image, entryPoint, command, environment, secrets, ports, mounts, healthCheck, essential: true };
  return { ...task, containers: { [serviceName]: only } };
}

const services = z
  .record(name, service)
  .transform((written): Record<string, EcsService> =>
    Object.fromEntries(Object.entries(written).map(([key, value]) => [key, containersByName(key, value)])),
  )
  .meta({
    description: "The services of the cluster, by name: each with one `image`, or with several `containers`.",
    examples: [{ nginx: { image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27" } }],
  });

export const ecsFargateWorkload = z
  .strictObject({
    platform: z.literal("ecs-fargate").meta({ description: "An ECS cluster on Fargate.", examples: ["ecs-fargate"] }),
    vpc: name.meta({ description: "The workload VPC it runs in, by name.", examples: ["apps"] }),
    containerInsights: z
      .boolean()
      .default(true)
      .meta({
        description: "CloudWatch Container Insights for the cluster.",
        examples: [false],
      }),
    services,
  })
  .meta({
    title: "ECS on Fargate",
    description: "An ECS cluster with its services, on Fargate platform 1.4.0 (ECS-01).",
  });

export type EcsFargateWorkload = z.output<typeof ecsFargateWorkload>;
