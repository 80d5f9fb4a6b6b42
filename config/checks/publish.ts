import { has, items } from "../draft";
import { quote } from "../errors";
import { didYouMean } from "../nearest";
import { type Check } from "./check";

/** Parameters are shared with accounts only: 12-digit ids, or names of the file. */
export const checkPublish: Check = ({ accounts, publish }, report) => {
  if (accounts === undefined) return;
  for (const [index, written] of items(publish?.shareWith)) {
    if (has(accounts, written) || /^[0-9]{12}$/.test(written)) continue;
    report.error(
      ["publish", "shareWith", index],
      `should be an account's 12-digit id or name, got ${quote(written)}${didYouMean(written, Object.keys(accounts))}`,
    );
  }
};
