import * as z from "zod";

import { cacheSecretArn, formatted } from "./primitives";

/** ECR's limit for the prefix is 2 to 30 characters. */
const prefix = formatted(
  /^(?=.{2,30}$)[a-z0-9]+([._-][a-z0-9]+)*$/,
  "a repository prefix of 2 to 30 lower-case letters, digits and single separators, such as quay",
);

const cache = z
  .strictObject({
    registry: formatted(
      /^(public\.ecr\.aws|registry\.k8s\.io|quay\.io|registry-1\.docker\.io|ghcr\.io|registry\.gitlab\.com|[a-z0-9]{5,50}\.azurecr\.io)$/,
      "a registry that ECR caches: public.ecr.aws, registry.k8s.io, quay.io, registry-1.docker.io, ghcr.io, registry.gitlab.com or <name>.azurecr.io",
    ).meta({
      description: "The upstream registry. A change replaces the rule; images that are cached already stay.",
      examples: ["quay.io", "public.ecr.aws"],
    }),
    credentials: cacheSecretArn.optional().meta({
      description:
        "The secret with the user name and access token for the registry, in the VPC's account and Region; its name begins with `ecr-pullthroughcache/`. Docker Hub, GitHub, GitLab and Azure require one. Default: none.",
      examples: ["arn:aws:secretsmanager:us-east-1:222222222222:secret:ecr-pullthroughcache/hub-AbCdEf"],
    }),
  })
  .meta({ description: "A cache of an upstream registry in ECR.", examples: [{ registry: "quay.io" }] });

export const pullThroughCaches = z
  .record(prefix, cache)
  .default({})
  .meta({
    description:
      "ECR pull-through caches of the VPC's account, by the prefix of their repositories: an image `<account>.dkr.ecr.<region>.amazonaws.com/quay/org/app:1` is pulled from `quay.io/org/app:1` the first time. Tasks and pods of the account's VPCs may then create the repositories of their images and import into them (ECS-26). The first pull of an image goes through the internet access of the VPC (EP-09). One VPC of an account has a prefix.",
    examples: [{ quay: { registry: "quay.io" } }],
  });
