import { entries } from "../draft";
import { usesProfile } from "../vpc-parts";
import { type Check } from "./check";

/** Quotas per Region: rules in an account, and rule associations of its VPCs (DNS-10). */
const mostRules = 1000;
const mostAssociations = 2000;

/** Maximum bytes of an S3 bucket policy, and the bytes of one account's statements without the state keys in them. */
const mostPolicyBytes = 20_480;
const ownPolicyBytes = 900;

/** The configuration is within Route 53 Resolver's default quotas (DNS-10). */
export const checkQuotas: Check = (draft, report) => {
  const dns = draft.sharedNetwork?.dns;
  const rules = (dns?.forward?.length ?? 0) + (dns?.resolveInAws?.length ?? 0);
  if (rules > mostRules) {
    report.error(
      ["sharedNetwork", "dns", "forward"],
      `should be at most ${mostRules} rules including resolveInAws (DNS-10), got ${rules}`,
    );
  }
  const vpcs = new Map<string, number>();
  for (const [name, vpc] of entries(draft.workloadVpcs)) {
    const { account } = vpc;
    if (account === undefined || usesProfile(draft, vpc)) continue;
    const count = (vpcs.get(account) ?? 0) + 1;
    vpcs.set(account, count);
    const before = (count - 1) * rules;
    if (before > mostAssociations || count * rules <= mostAssociations) continue;
    report.warning(
      ["workloadVpcs", name],
      `needs ${count * rules} rule associations in account '${account}', above the quota of ${mostAssociations} (DNS-10); request an increase`,
      "key",
    );
  }
  checkStateBucket(draft, report);
};

/** The policy of the state bucket names every state twice. */
const checkStateBucket: Check = (draft, report) => {
  const { state, name = "", workloadVpcs } = draft;
  if (state === undefined || !("account" in state) || state.account === undefined) return;
  const stacks = [
    "shared-network",
    ...Object.keys(workloadVpcs ?? {}).map((vpc) => `vpc-${vpc}`),
    ...entries(draft.workloads).map(([workload, { platform }]) => `${platform?.slice(0, 3) ?? "ecs"}-${workload}`),
  ];
  const prefix = `arn:aws:s3:::${state.bucket ?? ""}/${state.keyPrefix ?? ""}/${name}/`;
  const named = stacks.reduce((sum, stack) => sum + 2 * (prefix.length + stack.length + '.tfstate*",'.length + 1), 0);
  const bytes = named + ownPolicyBytes * Object.keys(draft.accounts ?? {}).length;
  if (bytes <= mostPolicyBytes) return;
  const message = `should be omitted with ${stacks.length} states, since the bucket policy that names them all is about ${bytes} bytes long, above S3's limit of ${mostPolicyBytes}; create the bucket yourself`;
  report.error(["state", "account"], message);
};
