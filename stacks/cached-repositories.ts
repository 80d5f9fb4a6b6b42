import { once } from "../config/once";
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
  const { region, accounts } = organization;
  const prefixes = prefixesByAccount(organization).get(account) ?? [];
  const arns = images.flatMap((image) => {
    const ecr = parseEcrImage(image);
    const isHere = ecr?.account === accounts[account]?.id && ecr?.region === region;
    if (!ecr || !isHere || !prefixes.some((prefix) => ecr.repository.startsWith(`${prefix}/`))) return [];
    return [`arn:${partitionOf(region)}:ecr:${region}:${ecr.account}:repository/${ecr.repository}`];
  });
  return [...new Set(arns)].sort();
}

/** The prefixes of the Region's caches, by the name of the account that has them. */
const prefixesByAccount = once((organization: RegionalOrganization) => {
  const prefixes = new Map<string, string[]>();
  for (const [name, { account, pullThroughCaches }] of Object.entries(organization.workloadVpcs)) {
    if (regionOfVpc(organization, name) !== organization.region) continue;
    const ofAccount = prefixes.get(account) ?? [];
    prefixes.set(account, ofAccount);
    ofAccount.push(...Object.keys(pullThroughCaches));
  }
  return prefixes;
});
