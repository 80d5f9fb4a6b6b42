import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

import { type AwsRule } from "./rule";

const folder = join(__dirname, "rules");

/** The names of the rules, which are their file names. */
export const ruleNames = readdirSync(folder).map((file) => basename(file, ".ts"));

export async function loadRule(name: string): Promise<AwsRule> {
  const { rule } = (await import(join(folder, name))) as { rule: AwsRule };
  return rule;
}
