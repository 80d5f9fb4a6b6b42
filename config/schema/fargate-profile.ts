import * as z from "zod";

import { availabilityZone, formatted } from "./primitives";

/** A DNS label, the form of Kubernetes namespace names; EKS requires the same for profiles. */
export const kubernetesName = formatted(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "at most 63 lower-case letters, digits and hyphens that begin and end with a letter or digit",
);

const selector = z
  .strictObject({
    namespace: formatted(
      /^[a-z0-9*?]([a-z0-9*?-]{0,61}[a-z0-9*?])?$/,
      "a namespace, such as web; * matches any number of characters and ? one",
    ).meta({ description: "The pods' namespace; `*` and `?` are wildcards.", examples: ["web"] }),
    labels: z
      .record(z.string().min(1).max(253), z.string().max(63))
      .default({})
      .meta({
        description: "Labels that a pod must have; all must match (EKS-02). Default: any pod of the namespace.",
        examples: [{ tier: "frontend" }],
      }),
  })
  .meta({ description: "Selects the pods that run on Fargate.", examples: [{ namespace: "web" }] });

export const fargateProfile = z
  .strictObject({
    selectors: z
      .array(selector)
      .min(1)
      .max(5, { error: "should have at most 5 selectors (EKS-02); put the others in a second profile" })
      .meta({
        description:
          "One to five selectors (EKS-02). A change replaces the profile, and its pods stay pending until the new one exists (EKS-03).",
        examples: [[{ namespace: "web", labels: { tier: "frontend" } }]],
      }),
    subnets: z
      .literal("private", { error: "should be private: pods on Fargate run in private subnets only (EKS-01)" })
      .default("private")
      .meta({ description: "Where the pods run: only `private` subnets (EKS-01).", examples: ["private"] }),
    availabilityZones: z
      .array(availabilityZone)
      .optional()
      .meta({
        description:
          "The zones that the pods run in, at least two (EKS-01). Default: every zone of the VPC. A change replaces the profile.",
        examples: [["us-east-1a", "us-east-1b"]],
      }),
  })
  .meta({
    description: "A Fargate profile: pods that a selector matches run on Fargate, others stay pending (EKS-02).",
    examples: [{ selectors: [{ namespace: "web" }] }],
  });

export type FargateProfile = z.output<typeof fargateProfile>;
