import { entries, items } from "../draft";
import { normalizeDomain } from "../schema/primitives";
import { type Check } from "./check";

/** Without AWS's answers, reverse lookups need a rule: no public DNS server knows private addresses (DNS-02). */
export const checkReverseLookups: Check = (draft, report) => {
  const rules = items(draft.sharedNetwork?.dns?.forward).map(([, { domain = "." }]) => normalizeDomain(domain));
  if (rules.some((domain) => domain === "." || domain === "arpa" || /(^|\.)in-addr\.arpa$/.test(domain))) return;
  if (draft.sharedNetwork?.dns === undefined) return;
  for (const [name, { autodefinedReverse }] of entries(draft.workloadVpcs)) {
    if (autodefinedReverse !== false) continue;
    const remedy = "forward . or a domain below in-addr.arpa in sharedNetwork.dns, or omit it";
    report.warning(
      ["workloadVpcs", name, "autodefinedReverse"],
      `sends reverse lookups of private addresses to public DNS, since no rule forwards them; ${remedy}`,
    );
  }
};
