import * as z from "zod";

import { serviceDefaults } from "./ecs-service";
import { fileSystemDefaults } from "./file-system";
import { vpcDefaults } from "./workload-vpc";

/** Values for the properties that VPCs, file systems and services of the file don't set. */
export const defaults = z
  .strictObject({
    vpcs: vpcDefaults.optional().meta({
      description:
        "Properties of every VPC under `workloadVpcs`, except `cidr`; an adopted VPC takes those that it has too. Default: none.",
      examples: [{ availabilityZones: ["us-east-1a", "us-east-1b"], endpoints: "central" }],
    }),
    fileSystems: fileSystemDefaults.optional().meta({
      description:
        "Properties of every file system; an existing file system takes those that it has too. Default: none.",
      examples: [{ lifecycle: { infrequentAccessAfterDays: 30 } }],
    }),
    services: serviceDefaults.optional().meta({
      description:
        "Properties of every ECS service with one container; a service with several takes those of the task. Default: none.",
      examples: [{ cpu: 512, memory: 1024, exec: true }],
    }),
  })
  .meta({
    description:
      "Properties that VPCs, file systems and services take if they don't set them themselves. A property that is set replaces the default as a whole; `~` leaves it out.",
    examples: [{ vpcs: { availabilityZones: ["us-east-1a", "us-east-1b"] }, services: { cpu: 512, memory: 1024 } }],
  });
