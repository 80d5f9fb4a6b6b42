/** A private ECR image as an organization file names it. */
interface EcrImage {
  readonly account: string;
  readonly region: string;
  /** Such as `team/nginx`. */
  readonly repository: string;
}

/** Undefined for images of other registries. */
export function ecrImage(image: string): EcrImage | undefined {
  const [, account, region, repository] = /^(\d{12})\.dkr[.-]ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)/.exec(image) ?? [];
  return account && region && repository ? { account, region, repository } : undefined;
}
