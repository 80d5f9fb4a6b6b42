import { entries } from "../draft";
import { escapeControls, type Path, quote } from "../errors";
import { type Check, type Report } from "./check";

/** Maximum tags per resource, less `Name` and `mountpath:stack`, which are added here. */
const mostTags = 48;

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const characters = "only letters, digits, spaces and _ . : / = + - @, which IAM allows in tags";

type Tags = Readonly<Record<string, string | undefined>> | undefined;

/** Tags are valid in every service: IAM's rules are the strictest. */
export const checkTags: Check = ({ defaultTags, sharedNetwork, workloadVpcs, workloads }, report) => {
  checkSet(["defaultTags"], defaultTags, undefined, report);
  checkSet(["sharedNetwork", "tags"], sharedNetwork?.tags, defaultTags, report);
  for (const [name, { tags }] of entries(workloadVpcs)) {
    checkSet(["workloadVpcs", name, "tags"], tags, defaultTags, report);
  }
  for (const [name, { tags }] of entries(workloads)) checkSet(["workloads", name, "tags"], tags, defaultTags, report);
};

/** @param common the tags that resources get as well, unless a key is set again */
function checkSet(set: Path, tags: Tags, common: Tags, report: Report): void {
  const keys = Object.keys(tags ?? {});
  const others = Object.keys(common ?? {}).filter((key) => !keys.includes(key));
  if (keys.length > 0 && keys.length + others.length > mostTags) {
    const count = others.length > 0 ? `${keys.length} and ${others.length} of defaultTags` : String(keys.length);
    const message = `should have at most ${mostTags} tags, since a resource can have 50 including those added here, got ${count}`;
    report.error(set, message);
  }
  const seen = new Map(others.map((key) => [key.toLowerCase(), key]));
  for (const key of keys) {
    const path = [...set, key];
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
  for (const [key, value] of entries(tags)) {
    if (!allowed.test(value)) report.error([...set, key], `should hold ${characters}, got ${quote(value)}`);
  }
}
