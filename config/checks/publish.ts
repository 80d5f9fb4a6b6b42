import { entries, has, items } from "../draft";
import { quote } from "../errors";
import { didYouMean } from "../nearest";
import { type Check } from "./check";

/** Parameters can be shared with accounts only: 12-digit ids, or names in the file. */
export const checkPublish: Check = ({ accounts, publish }, report) => {
  const { ssm } = publish ?? {};
  if (ssm !== undefined && /^\/(aws|ssm)/i.test(ssm)) {
    report.error(["publish", "ssm"], `should not begin with /aws or /ssm, which SSM reserves, got ${quote(ssm)}`);
  }
  if (accounts === undefined) return;
  const seen = new Map<string, string>();
  for (const [index, written] of items(publish?.shareWith)) {
    const path = ["publish", "shareWith", index];
    if (!has(accounts, written) && !/^[0-9]{12}$/.test(written)) {
      report.error(
        path,
        `should be an account's 12-digit id or name, got ${quote(written)}${didYouMean(written, Object.keys(accounts))}`,
      );
    }
    const id = entries(accounts).find(([name]) => name === written)?.[1].id ?? written;
    const earlier = seen.get(id);
    if (earlier !== undefined) {
      const same = earlier === written ? "is listed twice" : `is the same as ${quote(earlier)}`;
      report.error(path, `${same}, got ${quote(written)}; keep one`);
    }
    seen.set(id, earlier ?? written);
  }
};
