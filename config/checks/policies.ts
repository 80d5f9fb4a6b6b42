import { accountId, entries, items } from "../draft";
import { type Path, quote } from "../errors";
import { containersOf, deploymentsOf, ecsTasks, eksWorkloads, mountsOf, type TaskPart } from "../workload-parts";
import { type Check, type Report } from "./check";

/** Managed policies per role, the default quota. */
const mostPolicies = 10;
/** Maximum characters of all inline policies of a role, whitespace not counted. */
const mostCharacters = 10_240;
/** Characters that are added: the document, and one statement with two ARNs per volume. */
const characters = { document: 50, volume: 420, statement: 50 };

/** Each policy is attached to a role once, and the policies are within IAM's limits. */
export const checkPolicies: Check = (draft, report) => {
  const tasks = ecsTasks(draft);
  const pods = eksWorkloads(draft).flatMap(deploymentsOf);
  for (const { path, policies, vpc } of [
    ...tasks.map(({ path, task, vpc }) => ({ path, policies: task.policies, vpc })),
    ...pods.map(({ path, deployment, vpc }) => ({ path, policies: deployment.policies, vpc })),
  ]) {
    const attached = items(policies);
    checkAttached([...path, "policies"], attached, report);
    const account = accountId(draft, vpc?.account);
    for (const [index, arn] of attached) {
      const owner = arn.split(":")[4];
      if (account === undefined || owner === account || owner === "aws") continue;
      const message = `should be a policy of account ${account}, like the role, or of AWS, got one of account ${owner}`;
      report.error([...path, "policies", index], message);
    }
  }
  for (const part of tasks) checkInline(part, report);
  for (const [name, { id, permissionsBoundary }] of entries(draft.accounts)) {
    const owner = permissionsBoundary?.split(":")[4];
    if (owner === undefined || id === undefined || owner === id || owner === "aws") continue;
    const message = `should be a policy of account ${id} or of AWS, got one of account ${owner}`;
    report.error(["accounts", name, "permissionsBoundary"], message);
  }
};

function checkAttached(path: Path, policies: readonly [number, string][], report: Report): void {
  const seen = new Set<string>();
  for (const [index, arn] of policies) {
    if (seen.has(arn)) report.error([...path, index], `is listed twice, got ${quote(arn)}; keep one`);
    seen.add(arn);
  }
  if (seen.size <= mostPolicies) return;
  const message = `are ${seen.size}, above the quota of ${mostPolicies} per role; request an increase in Service Quotas, or merge some of the policies`;
  report.warning(path, message, "key");
}

function checkInline(part: TaskPart, report: Report): void {
  const { path, task } = part;
  const parts = containersOf(part);
  const volumes = new Set(
    parts.flatMap(mountsOf).map(({ mount }) => `${mount.fileSystem ?? ""}/${mount.accessPoint ?? ""}`),
  );
  const permissions = items(task.permissions).map(([, permission]) => permission);
  const ofTask =
    sum(permissions.map((permission) => JSON.stringify(permission).length + characters.statement)) +
    volumes.size * characters.volume +
    characters.document * 2;
  if (permissions.length > 0 && ofTask > mostCharacters) {
    const message = `make a role's inline policies about ${ofTask} characters long, above IAM's limit of ${mostCharacters}; move them to a managed policy of the account and list its ARN in policies`;
    report.error([...path, "permissions"], message, "key");
  }
  const secrets = new Set(
    parts.flatMap(({ container }) => [
      ...Object.values(container.secrets ?? {}),
      ...(container.repositoryCredentials === undefined ? [] : [container.repositoryCredentials]),
    ]),
  );
  const further = items(task.executionPermissions).map(([, permission]) => permission);
  const ofStart = sum([...secrets].map((arn) => (arn?.length ?? 0) + 3)) + characters.document * 8;
  const withOwn = ofStart + sum(further.map((permission) => JSON.stringify(permission).length + characters.statement));
  if (further.length > 0 && ofStart <= mostCharacters && withOwn > mostCharacters) {
    const message = `make the execution role's inline policies about ${withOwn} characters long, above IAM's limit of ${mostCharacters}; name resources with wildcards`;
    report.error([...path, "executionPermissions"], message, "key");
  }
  if (ofStart > mostCharacters) {
    const message = `has ${secrets.size} secrets, whose ARNs make a role's inline policies about ${ofStart} characters long, above IAM's limit of ${mostCharacters}; combine some in one secret, with a JSON key each`;
    report.error(path, message, "key");
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
