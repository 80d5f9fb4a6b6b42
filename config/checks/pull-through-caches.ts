import { accountId, type Draft, entries } from "../draft";
import { ecrImage } from "../ecr-image";
import { type Path, quote } from "../errors";
import { once } from "../once";
import { hasWayOut } from "../vpc-parts";
import { containers } from "../workload-parts";
import { type Check, type Report } from "./check";

/** Registries from which ECR pulls without credentials (ECR user guide, pull-through-cache-creating-rule). */
const open = ["public.ecr.aws", "registry.k8s.io", "quay.io"];

/** ECR accepts the rules, each exists once in an account, and the first pull through a rule has a way out. */
export const checkPullThroughCaches: Check = (draft, report) => {
  const first = new Map<string, string>();
  for (const [vpcName, vpc] of entries(draft.workloadVpcs)) {
    for (const [prefix, cache] of entries(vpc.pullThroughCaches)) {
      const path: Path = ["workloadVpcs", vpcName, "pullThroughCaches", prefix];
      checkCredentials(path, cache, report);
      checkOwner(draft, path, cache.credentials, vpc.account, report);
      if (vpc.account === undefined) continue;
      const key = `${vpc.account} ${prefix}`;
      const other = first.get(key);
      first.set(key, other ?? vpcName);
      if (other === undefined) continue;
      const message = `repeats the prefix of VPC '${other}', and account '${vpc.account}' has each once per Region; keep it there, where VPC '${vpcName}' uses it too`;
      report.error(path, message, "key");
    }
  }
  checkWaysOut(draft, report);
};

interface Cache {
  readonly registry?: string;
  readonly credentials?: string;
}

function checkCredentials(path: Path, cache: Cache, report: Report): void {
  const { registry } = cache;
  if (registry === undefined) return;
  const needed = !open.includes(registry);
  if (needed && !("credentials" in cache)) {
    const message = `should have credentials, since ECR refuses a cache of ${registry} without them`;
    report.error(path, message, "key");
  } else if (!needed && cache.credentials !== undefined) {
    const message = `should be left out, since ECR pulls from ${registry} without credentials`;
    report.error([...path, "credentials"], message, "key");
  }
}

function checkOwner(
  draft: Draft,
  path: Path,
  secret: string | undefined,
  account: string | undefined,
  report: Report,
): void {
  const id = accountId(draft, account);
  const [, , , region, owner] = secret?.split(":") ?? [];
  if (secret === undefined || id === undefined || draft.region === undefined) return;
  if (region === draft.region && owner === id) return;
  const message = `should be a secret of account ${id} in ${draft.region}, like the cache, got ${quote(secret)}`;
  report.error([...path, "credentials"], message);
}

function checkWaysOut(draft: Draft, report: Report): void {
  for (const { path, container, vpc, vpcName, isPublic } of containers(draft)) {
    if (vpc === undefined || isPublic || hasWayOut(vpc) || container.image === undefined) continue;
    const id = accountId(draft, vpc.account);
    const image = ecrImage(container.image);
    if (!image || image.account !== id || image.region !== draft.region) continue;
    const prefix = prefixesByAccount(draft)
      .get(vpc.account)
      ?.find((each) => image.repository.startsWith(`${each}/`));
    if (prefix === undefined) continue;
    const message = `is pulled through the cache '${prefix}', and VPC '${vpcName}' has no internet access for the first pull (EP-09), got ${quote(container.image)}; pull the image once from elsewhere, or give the VPC internet: nat`;
    report.warning([...path, "image"], message);
  }
}

/** The prefixes of all caches, by the account that has them. */
const prefixesByAccount = once((draft: Draft) => {
  const prefixes = new Map<string | undefined, string[]>();
  for (const [, { account, pullThroughCaches }] of entries(draft.workloadVpcs)) {
    const ofAccount = prefixes.get(account) ?? [];
    prefixes.set(account, ofAccount);
    ofAccount.push(...entries(pullThroughCaches).map(([prefix]) => prefix));
  }
  return prefixes;
});
