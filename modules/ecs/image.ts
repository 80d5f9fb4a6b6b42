/** A private ECR image, taken apart. */
export interface EcrImage {
  readonly account: string;
  readonly region: string;
  /** Such as `team/nginx`. */
  readonly repository: string;
}

const ecrImage = /^(\d{12})\.dkr[.-]ecr\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\/([^:@]+)/;

/** What a private ECR image's name says, or nothing for an image from elsewhere. */
export function parseEcrImage(image: string): EcrImage | undefined {
  const [, account, region, repository] = ecrImage.exec(image) ?? [];
  return account && region && repository ? { account, region, repository } : undefined;
}
