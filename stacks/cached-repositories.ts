import { type RegionalOrganization, regionOfVpc } from "../config/regions";
import { parseEcrImage } from "../modules/ecs/image";
import { partitionOf } from "../modules/iam-policy";

/**
 * The repositories of images that a pull-through cache of the file fills: of the account and Region of the tasks.
 *
 * @param account the account's name in the file
 * @returns ARNs, sorted
 */
export function cachedRepositories(
  organization: RegionalOrganization,
  account: string,
  images: readonly string[],
): string[] {
  const { region, accounts, workloadVpcs } = organization;
  const prefixes = Object.entries(workloadVpcs)
    .filter(([name, vpc]) => vpc.account === account && regionOfVpc(organization, name) === region)
    .flatMap(([, { pullThroughCaches }]) => Object.keys(pullThroughCaches));
  const arns = images.flatMap((image) => {
    const ecr = parseEcrImage(image);
    const isHere = ecr?.account === accounts[account]?.id && ecr?.region === region;
    if (!ecr || !isHere || !prefixes.some((prefix) => ecr.repository.startsWith(`${prefix}/`))) return [];
    return [`arn:${partitionOf(region)}:ecr:${region}:${ecr.account}:repository/${ecr.repository}`];
  });
  return [...new Set(arns)].sort();
}
