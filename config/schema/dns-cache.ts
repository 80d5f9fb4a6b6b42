import * as z from "zod";

import { image } from "./primitives";

/** The default images, in the private ECR of the VPC's account. */
export const dnsCacheImages = { image: "coredns:1.11.1", shellImage: "busybox:1.36-musl" };

const settings = z
  .strictObject({
    image: image.optional().meta({
      description: `CoreDNS. Default: \`${dnsCacheImages.image}\` in the private ECR of the VPC's account, where you push it once.`,
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/coredns:1.11.1"],
    }),
    shellImage: image.optional().meta({
      description: `An image with a static busybox at /bin/busybox, which CoreDNS's image doesn't have: it provides the files and checks CoreDNS's health. Default: \`${dnsCacheImages.shellImage}\` in the private ECR of the VPC's account, where you push it once.`,
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/busybox:1.36-musl"],
    }),
    cacheSeconds: z
      .int()
      .min(1)
      .max(3600)
      .default(30)
      .meta({ description: "The maximum number of seconds that an answer is cached.", examples: [60] }),
  })
  .meta({ title: "With its images and settings", description: "The DNS cache." });

/** `true` enables it with all defaults; `false` disables it. */
export const dnsCache = z
  .union([z.boolean().meta({ title: "Yes or no" }), settings])
  .default(false)
  .transform((written) => (written === true ? settings.parse({}) : written || undefined))
  .meta({
    description:
      "A CoreDNS container that caches DNS for the task's containers (ECS-13). It never helps to mount EFS, since ECS mounts volumes before it starts containers. A container that uses the cache must set `entryPoint`, since the wrapper that rewrites /etc/resolv.conf replaces the image's entry point.",
    examples: [true, { cacheSeconds: 60 }],
  });

export type DnsCache = z.output<typeof settings>;
