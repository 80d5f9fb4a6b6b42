import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { Construct } from "constructs";

export interface PullThroughCachesProps {
  /** By the prefix of the repositories. */
  readonly caches: Readonly<Record<string, { readonly registry: string; readonly credentials?: string }>>;
}

/** Rules of the account's ECR registry that fill repositories from other registries when an image is first pulled. */
export class PullThroughCaches extends Construct {
  constructor(scope: Construct, id: string, { caches }: PullThroughCachesProps) {
    super(scope, id);
    for (const [prefix, { registry, credentials }] of Object.entries(caches)) {
      new EcrPullThroughCacheRule(this, prefix, {
        ecrRepositoryPrefix: prefix,
        upstreamRegistryUrl: registry,
        credentialArn: credentials,
      });
    }
  }
}
