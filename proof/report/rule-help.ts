/** The pages of docs/rules, for tools that show a rule with its explanation. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The Markdown of the page of a rule without its heading; undefined if the folder is not beside the program. */
export function ruleHelp(rule: string): string | undefined {
  const folder = rulesFolder();
  const file = folder && /^[A-Z]+-\d+$/.test(rule) ? join(folder, `${rule}.md`) : undefined;
  if (file === undefined || !existsSync(file)) return undefined;
  return readFileSync(file, "utf8").replace(/^# .*\n+/, "");
}

function rulesFolder(): string | undefined {
  for (let at = __dirname; ; at = dirname(at)) {
    const folder = join(at, "docs", "rules");
    if (existsSync(folder)) return folder;
    if (at === dirname(at)) return undefined;
  }
}
