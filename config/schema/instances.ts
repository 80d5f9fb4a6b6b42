import * as z from "zod";

import { formatted } from "./primitives";

export const instances = z
  .strictObject({
    type: formatted(/^[a-z0-9-]+\.[a-z0-9-]+$/, "an EC2 instance type, such as m7i.large")
      .default("m7i.large")
      .meta({
        description: "The instance type; a type of Graviton takes tasks of `cpuArchitecture: arm64`.",
        examples: ["m7g.large"],
      }),
    min: z
      .int()
      .min(0)
      .default(0)
      .meta({ description: "Instances at least.", examples: [2] }),
    max: z
      .int()
      .min(1)
      .meta({ description: "Instances at most; managed scaling stays between.", examples: [10] }),
    targetCapacityPercent: z
      .int()
      .min(1)
      .max(100)
      .default(100)
      .meta({
        description: "How much of the instances tasks are to use; less keeps room for the next task.",
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
          "How the host resolves names: by the VPC's resolver; by a dnsmasq cache with the VPC's resolver second, since a task's namespace can't reach the first (ECS-18); or with the mount targets of its zone in /etc/hosts, from when it starts.",
        examples: ["dnsmasq"],
      }),
  })
  .meta({
    description: "Instances of one kind: an auto scaling group behind a capacity provider.",
    examples: [{ type: "m7i.large", min: 1, max: 4 }],
  });

export type Instances = z.output<typeof instances>;
