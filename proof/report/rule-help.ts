/** The entries of docs/findings, for tools that explain a rule where they show it. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The Markdown of a rule's entry, its heading left out; undefined where the folder is not beside the program. */
export function ruleHelp(rule: string): string | undefined {
  const folder = findingsFolder();
  const file = folder && /^[A-Z]+-\d+$/.test(rule) ? join(folder, `${rule}.md`) : undefined;
  if (file === undefined || !existsSync(file)) return undefined;
  return readFileSync(file, "utf8").replace(/^# .*\n+/, "");
}

function findingsFolder(): string | undefined {
  for (let at = __dirname; ; at = dirname(at)) {
    const folder = join(at, "docs", "findings");
    if (existsSync(folder)) return folder;
    if (at === dirname(at)) return undefined;
  }
}
