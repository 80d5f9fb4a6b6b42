import { entries, has, items } from "../draft";
import { quote } from "../errors";
import { didYouMean } from "../nearest";
import { type Check } from "./check";

const organizationOrUnit =
  /^arn:aws[a-z-]*:organizations::[0-9]{12}:(organization\/o-[a-z0-9]{10,32}|ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/;

/** Rules are shared with principals that RAM accepts (DNS-20), including every account that associates them. */
export const checkPrincipals: Check = (draft, report) => {
  const { accounts, organizationArn } = draft;
  const dns = draft.sharedNetwork?.dns;
  const above = ["sharedNetwork", "dns", "shareWith"];
  const seen = new Map<string, string>();
  let reach: "unknown" | "accounts" = dns?.shareWith?.includes(undefined) ? "unknown" : "accounts";
  for (const [index, written] of items(dns?.shareWith)) {
    const path = [...above, index];
    let principal: string | undefined = written;
    if (written === "organization") {
      reach = "unknown";
      principal = organizationArn ?? written;
      if (!("organizationArn" in draft))
        report.error(path, "requires organizationArn, which is missing; add it at the top of the file");
    } else if (has(accounts, written)) {
      principal = entries(accounts).find(([name]) => name === written)?.[1].id ?? written;
    } else if (organizationOrUnit.test(written)) {
      reach = "unknown";
    } else if (!/^[0-9]{12}$/.test(written)) {
      const id = /^(o|ou|r)-/.test(written);
      const advice = id
        ? "; write its ARN, such as arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-cd34ef56"
        : didYouMean(written, ["organization", ...Object.keys(accounts ?? {})]);
      const forms =
        "organization, the ARN of an organization or organizational unit, an account id, or the name of an account";
      report.error(path, `should be ${forms} (DNS-20), got ${quote(written)}${advice}`);
      reach = "unknown";
    }
    const earlier = seen.get(principal);
    if (earlier !== undefined) {
      const same = earlier === written ? "is listed twice" : `is the same as ${quote(earlier)}`;
      report.error(path, `${same}, got ${quote(written)}; keep one`);
    }
    seen.set(principal, written);
  }
  if (reach === "unknown" || dns === undefined || ("shareWith" in dns && dns.shareWith === undefined)) return;
  for (const [name, { account }] of entries(draft.workloadVpcs)) {
    const id = entries(accounts).find(([key]) => key === account)?.[1].id;
    if (id === undefined || account === draft.sharedNetwork?.account || seen.has(id)) continue;
    report.error(
      ["workloadVpcs", name, "account"],
      `is an account that the resolver rules are not shared with, got ${quote(account ?? "")}; add it to sharedNetwork.dns.shareWith`,
    );
  }
};
