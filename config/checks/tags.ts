import { entries } from "../draft";
import { escapeControls, quote } from "../errors";
import { type Check } from "./check";

/** Maximum tags per resource, less `Name` and `mountpath:stack`, which are added here. */
const mostTags = 48;

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const characters = "only letters, digits, spaces and _ . : / = + - @, which IAM allows in tags";

/** Tags are valid in every service: IAM's rules are the strictest. */
export const checkTags: Check = ({ defaultTags }, report) => {
  const keys = Object.keys(defaultTags ?? {});
  if (keys.length > mostTags) {
    const message = `should have at most ${mostTags} tags, since a resource can have 50 including those added here, got ${keys.length}`;
    report.error(["defaultTags"], message);
  }
  const seen = new Map<string, string>();
  for (const key of keys) {
    const path = ["defaultTags", key];
    const folded = key.toLowerCase();
    const earlier = seen.get(folded);
    if (folded.startsWith("aws:")) {
      report.error(path, `should not begin with aws:, which AWS reserves, got ${quote(key)}`, "key");
    } else if (!allowed.test(key)) {
      report.error(path, `should hold ${characters}, got ${quote(key)}`, "key");
    } else if (folded === "mountpath:stack") {
      report.error(path, "is already set to the stack's name; choose another key", "key");
    } else if (earlier !== undefined) {
      report.error(path, `is the same as '${escapeControls(earlier)}' in IAM, which ignores case; keep one`, "key");
    }
    seen.set(folded, earlier ?? key);
  }
  for (const [key, value] of entries(defaultTags)) {
    if (!allowed.test(value)) report.error(["defaultTags", key], `should hold ${characters}, got ${quote(value)}`);
  }
};
