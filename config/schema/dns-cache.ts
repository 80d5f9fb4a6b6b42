import * as z from "zod";

import { image } from "./primitives";

/** What stands for images that the file does not name, in the private ECR of the VPC's account. */
export const dnsCacheImages = { image: "coredns:1.11.1", shellImage: "busybox:1.36-musl" };

const settings = z
  .strictObject({
    image: image.optional().meta({
      description: `CoreDNS. Default: \`${dnsCacheImages.image}\` of the VPC account's private ECR, which you put there once.`,
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/coredns:1.11.1"],
    }),
    shellImage: image.optional().meta({
      description: `An image with a static busybox at /bin/busybox, which CoreDNS's image lacks: it hands the files over and checks CoreDNS's health. Default: \`${dnsCacheImages.shellImage}\` of the VPC account's private ECR, which you put there once.`,
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/busybox:1.36-musl"],
    }),
    cacheSeconds: z
      .int()
      .min(1)
      .max(3600)
      .default(30)
      .meta({ description: "Seconds that an answer is kept at most.", examples: [60] }),
  })
  .meta({ title: "With its images and settings", description: "The DNS cache." });

/** `true` is all defaults; `false` is none. */
export const dnsCache = z
  .union([z.boolean().meta({ title: "Yes or no" }), settings])
  .default(false)
  .transform((written) => (written === true ? settings.parse({}) : written || undefined))
  .meta({
    description:
      "A CoreDNS container that caches names for the task's containers (ECS-13). It never helps an EFS mount, which precedes every container. A container that uses it gives `entryPoint`, since the wrapper that rewrites /etc/resolv.conf takes its place.",
    examples: [true, { cacheSeconds: 60 }],
  });

export type DnsCache = z.output<typeof settings>;
