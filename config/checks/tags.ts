import { entries } from "../draft";
import { escapeControls, quote } from "../errors";
import { type Check } from "./check";

/** What a resource takes, less `Name` and `mountpath:stack`, which are added here. */
const mostTags = 48;

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const characters = "letters, digits, blanks and _ . : / = + - @ alone, which IAM takes in tags";

/** Tags are what every service takes them to be: IAM's rules, the strictest. */
export const checkTags: Check = ({ defaultTags }, report) => {
  const keys = Object.keys(defaultTags ?? {});
  if (keys.length > mostTags) {
    const message = `should have ${mostTags} tags at most, since a resource takes 50 with those added here, got ${keys.length}`;
    report.error(["defaultTags"], message);
  }
  const seen = new Map<string, string>();
  for (const key of keys) {
    const path = ["defaultTags", key];
    const folded = key.toLowerCase();
    const earlier = seen.get(folded);
    if (folded.startsWith("aws:")) {
      report.error(path, `should not begin with aws:, which AWS keeps to itself, got ${quote(key)}`, "key");
    } else if (!allowed.test(key)) {
      report.error(path, `should hold ${characters}, got ${quote(key)}`, "key");
    } else if (folded === "mountpath:stack") {
      report.error(path, "is set here, to the stack's name; choose another key", "key");
    } else if (earlier !== undefined) {
      report.error(path, `is the same as '${escapeControls(earlier)}' to IAM, which ignores case; keep one`, "key");
    }
    seen.set(folded, earlier ?? key);
  }
  for (const [key, value] of entries(defaultTags)) {
    if (!allowed.test(value)) report.error(["defaultTags", key], `should hold ${characters}, got ${quote(value)}`);
  }
};
