import { entries } from "../draft";
import { type Check } from "./check";

/** Per Region: rules that an account owns, and associations of its VPCs (DNS-10). */
const mostRules = 1000;
const mostAssociations = 2000;

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
};
