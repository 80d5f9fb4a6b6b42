import * as z from "zod";

import { formatted } from "./primitives";

export const instances = z
  .strictObject({
    type: formatted(/^[a-z0-9-]+\.[a-z0-9-]+$/, "an EC2 instance type, such as m7i.large")
      .default("m7i.large")
      .meta({
        description: "The instance type; Graviton types run tasks with `cpuArchitecture: arm64`.",
        examples: ["m7g.large"],
      }),
    min: z
      .int()
      .min(0)
      .default(0)
      .meta({ description: "The minimum number of instances.", examples: [2] }),
    max: z
      .int()
      .min(1)
      .meta({ description: "The maximum number of instances; managed scaling stays between the two.", examples: [10] }),
    targetCapacityPercent: z
      .int()
      .min(1)
      .max(100)
      .default(100)
      .meta({
        description:
          "The target utilization of the instances in percent; a lower value keeps capacity for the next task.",
        examples: [80],
      }),
    rootVolumeGiB: z
      .int()
      .min(30)
      .max(16384)
      .default(30)
      .meta({ description: "The instance's disk in GiB, always encrypted.", examples: [100] }),
    resolve: z
      .enum(["vpc", "dnsmasq", "hosts-file"])
      .default("vpc")
      .meta({
        description:
          "How the host resolves names. `vpc`: with the VPC's resolver. `dnsmasq`: with a dnsmasq cache first and the VPC's resolver second, since a task's network namespace can't reach dnsmasq (ECS-18). `hosts-file`: with the mount targets of its zone in /etc/hosts, written at boot.",
        examples: ["dnsmasq"],
      }),
  })
  .meta({
    description: "Instances of one type: an Auto Scaling group with a capacity provider.",
    examples: [{ type: "m7i.large", min: 1, max: 4 }],
  });

export type Instances = z.output<typeof instances>;
