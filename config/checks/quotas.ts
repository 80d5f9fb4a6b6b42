import { entries } from "../draft";
import { type Check } from "./check";

/** Per Region: rules that an account owns, and associations of its VPCs (DNS-10). */
const mostRules = 1000;
const mostAssociations = 2000;

/** Bytes that S3 takes of a bucket's policy, and those of an account's statements without the states that they name. */
const mostPolicyBytes = 20_480;
const ownPolicyBytes = 900;

/** What Route 53 Resolver takes without a raised quota (DNS-10). */
export const checkQuotas: Check = (draft, report) => {
  const dns = draft.sharedNetwork?.dns;
  const rules = (dns?.forward?.length ?? 0) + (dns?.resolveInAws?.length ?? 0);
  if (rules > mostRules) {
    report.error(
      ["sharedNetwork", "dns", "forward"],
      `should be ${mostRules} rules at most with resolveInAws (DNS-10), got ${rules}`,
    );
  }
  const vpcs = new Map<string, number>();
  for (const [name, { account }] of entries(draft.workloadVpcs)) {
    if (account === undefined) continue;
    const count = (vpcs.get(account) ?? 0) + 1;
    vpcs.set(account, count);
    const before = (count - 1) * rules;
    if (before > mostAssociations || count * rules <= mostAssociations) continue;
    report.warning(
      ["workloadVpcs", name],
      `brings account '${account}' to ${count * rules} rule associations, more than the quota of ${mostAssociations} (DNS-10); have it raised`,
      "key",
    );
  }
  checkStateBucket(draft, report);
};

/** The policy of the states' bucket names every state twice. */
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
  const message = `should be left out with ${stacks.length} states, since the policy of the bucket that names them all is about ${bytes} bytes long, more than the ${mostPolicyBytes} that S3 takes; make the bucket yourself`;
  report.error(["state", "account"], message);
};
