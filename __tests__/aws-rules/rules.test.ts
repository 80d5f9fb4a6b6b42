import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { loadRule, ruleNames } from "./load-rules";
import { type AwsRule, found } from "./rule";

describe.each(ruleNames)("%s", (name) => {
  let rule: AwsRule;
  beforeAll(async () => (rule = await loadRule(name)));

  it("states a fact and its source", () => {
    expect(rule.fact).toMatch(/^\S.*[^.]$/);
    expect(rule.source).toMatch(/^https:\/\/\S+$/);
  });

  it("finds only the violation that each failing case is named after", () => {
    expect(Object.keys(rule.fails)).not.toHaveLength(0);
    for (const [expected, stacks] of Object.entries(rule.fails)) expect(found(rule, stacks)).toEqual([expected]);
  });

  it("finds no violation in its passing cases", () => {
    expect(rule.passes).not.toHaveLength(0);
    for (const stacks of rule.passes) expect(found(rule, stacks)).toEqual([]);
  });
});

test("a warning that excuses a violation is one that a check gives", async () => {
  const folder = join(__dirname, "../../config/checks");
  const checks = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const rules = await Promise.all(ruleNames.map(loadRule));
  const warnings = rules.flatMap(({ warning }) => warning ?? []);
  expect(warnings.length).toBeGreaterThanOrEqual(4);
  expect(warnings.filter((warning) => !checks.some((text) => text.includes(warning)))).toEqual([]);
});
