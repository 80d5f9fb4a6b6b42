import * as z from "zod";

import { serviceAlarms } from "./alarms";
import { services } from "./ecs-service";
import { tasks } from "./ecs-task";
import { formerly, formerlyMeta } from "./formerly";
import { instances } from "./instances";
import { ownTags } from "./own-tags";
import { clusterNameOrArn, domain, kmsKey, logRetentionDays, name } from "./primitives";

const execAudit = z
  .strictObject({
    kmsKeyId: kmsKey.optional().meta({
      description: "The KMS key that encrypts sessions and their log. Default: TLS and CloudWatch's own encryption.",
      examples: ["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
    logRetentionDays: logRetentionDays
      .default(365)
      .meta({ description: "Days that session logs are kept.", examples: [365] }),
  })
  .meta({
    description: "Logs the sessions of `aws ecs execute-command` to their own log group.",
    examples: [{ logRetentionDays: 365 }],
  });

const common = {
  vpc: name.meta({
    description:
      "The workload VPC it runs in, by name. A change replaces the security groups, which AWS refuses to delete while tasks use them: instead, add a workload in the other VPC and remove this one.",
    examples: ["apps"],
  }),
  containerInsights: z
    .boolean()
    .default(true)
    .meta({
      description: "CloudWatch Container Insights for the cluster.",
      examples: [false],
    }),
  execAudit: execAudit.optional().meta({
    description: "A log of `aws ecs execute-command` sessions, encrypted with your own key. Default: no log.",
    examples: [{ logRetentionDays: 365 }],
  }),
  namespace: domain.optional().meta({
    description:
      "A private Cloud Map domain in the VPC for services with `discovery`. A change replaces the namespace and its services: their names don't resolve in the meantime. Default: none.",
    examples: ["web.internal"],
  }),
  alarms: serviceAlarms.optional().meta({
    description: "An alarm per service that fires when fewer tasks run than desired. Default: none.",
    examples: [{ topic: "arn:aws:sns:us-east-1:222222222222:on-call" }],
  }),
  services,
  tasks,
  tags: ownTags("workload"),
  formerly: formerly.optional().meta(formerlyMeta("workload", " The state stays at its earlier place.")),
};

export const ecsFargateWorkload = z
  .strictObject({
    platform: z.literal("ecs-fargate").meta({ description: "An ECS cluster on Fargate.", examples: ["ecs-fargate"] }),
    ...common,
    cluster: clusterNameOrArn.optional().meta({
      description:
        "An existing cluster of the VPC's account and Region, by name or ARN, that the services and tasks run in: its settings stay as they are. Tasks without `spot` have the launch type FARGATE, which every cluster accepts; for `spot`, the cluster must have the capacity providers FARGATE and FARGATE_SPOT (ECS-20). A change replaces the services, and so does adding or removing `spot` here. Default: a cluster is created.",
      examples: ["platform"],
    }),
    ephemeralStorageKmsKeyId: kmsKey.optional().meta({
      description:
        "The KMS key that encrypts the tasks' ephemeral storage, a single-Region key of the same Region; its policy must allow Fargate. Default: an AWS owned key.",
      examples: ["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
  })
  .meta({
    title: "ECS on Fargate",
    description: "An ECS cluster with its services, on Fargate platform 1.4.0 (ECS-01).",
  });

export const ecsEc2Workload = z
  .strictObject({
    platform: z
      .literal("ecs-ec2")
      .meta({ description: "An ECS cluster on its own container instances.", examples: ["ecs-ec2"] }),
    ...common,
    instances: z.record(name, instances).meta({
      description: "The instances by name; each is a capacity provider.",
      examples: [{ general: { type: "m7i.large", min: 1, max: 4 } }],
    }),
  })
  .meta({
    title: "ECS on container instances",
    description: "An ECS cluster with its services, on EC2 instances with ECS's AMI (ECS-17).",
  });

export type EcsFargateWorkload = z.output<typeof ecsFargateWorkload>;
export type EcsEc2Workload = z.output<typeof ecsEc2Workload>;
export type EcsWorkload = EcsFargateWorkload | EcsEc2Workload;
