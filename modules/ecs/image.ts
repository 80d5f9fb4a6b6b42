/** The parts of a private ECR image. */
export interface EcrImage {
  readonly account: string;
  readonly region: string;
  /** Such as `team/nginx`. */
  readonly repository: string;
}

const ecrImage = /^(\d{12})\.dkr[.-]ecr\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\/([^:@]+)/;

/** Parses the name of a private ECR image; returns nothing for other images. */
export function parseEcrImage(image: string): EcrImage | undefined {
  const [, account, region, repository] = ecrImage.exec(image) ?? [];
  return account && region && repository ? { account, region, repository } : undefined;
}
