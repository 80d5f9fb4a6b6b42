import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { hops } from "../../proof/hops";
import { ruleHelp } from "../../proof/report/rule-help";
import { ruleTitles } from "../../proof/rules";

const root = join(__dirname, "../..");
const docs = join(root, "docs/findings");
const rules = Object.entries(ruleTitles);
const entry = (rule: string) => readFileSync(join(docs, `${rule}.md`), "utf8");

/** Codes in what the proof's sources say, comments aside. */
function codesIn(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  return files.flatMap((name) => {
    const text = readFileSync(join(root, folder, name), "utf8").replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
    return text.match(/\b(?:DNS|VPC|EFS|ECS|EKS|EP|TF)-\d{2}\b/g) ?? [];
  });
}

test("the rules are these", () => {
  expect(Object.keys(ruleTitles)).toEqual([
    ...["DNS-01", "DNS-02", "DNS-03", "DNS-05", "DNS-06", "DNS-08", "DNS-11", "DNS-14", "DNS-16", "DNS-20", "DNS-23"],
    ...["DNS-24", "DNS-26", "DNS-28"],
    ...["VPC-01", "VPC-02", "VPC-04", "VPC-06", "VPC-07"],
    ...["EFS-01", "EFS-02", "EFS-04", "EFS-05", "EFS-06", "EFS-07", "EFS-08", "EFS-09", "EFS-11", "EFS-12", "EFS-13"],
    ...["EFS-16", "EFS-17", "EFS-18"],
    ...["ECS-01", "ECS-02", "ECS-03", "ECS-04", "ECS-05", "ECS-06", "ECS-07", "ECS-08", "ECS-09", "ECS-10", "ECS-11"],
    ...["ECS-12", "ECS-15", "ECS-16", "ECS-17", "ECS-18", "ECS-20", "ECS-21"],
    ...["ECS-22", "ECS-23", "ECS-24", "ECS-25", "ECS-26", "ECS-27", "ECS-29", "ECS-30"],
    ...["EKS-01", "EKS-02", "EKS-04", "EKS-05", "EKS-06", "EKS-07", "EKS-09", "EKS-11", "EKS-14", "EKS-15", "EKS-16"],
    ...["EP-01", "EP-02", "EP-03", "EP-04", "EP-05", "EP-06", "EP-07", "EP-08", "EP-09", "EP-12", "EP-13", "EP-14"],
    ...["ASM-01", "ASM-02"],
    ...["TF-02", "TF-03", "TF-08"],
  ]);
});

test("every code that the proof can print is a rule", () => {
  const codes = new Set(
    ["proof/hops", "proof/findings", "proof/aws", "proof/dns", "proof/kubernetes", "proof/workloads"].flatMap(codesIn),
  );
  expect(codes.size).toBeGreaterThan(hops.length);
  expect([...codes].filter((code) => !Object.hasOwn(ruleTitles, code)).sort()).toEqual([]);
});

test("every rule has an entry, and every entry a rule", () => {
  const files = readdirSync(docs).filter((name) => name !== "README.md");
  expect(files.sort()).toEqual(rules.map(([rule]) => `${rule}.md`).sort());
});

test("the index names every rule, and no other", () => {
  const index = readFileSync(join(docs, "README.md"), "utf8");
  const linked = [...index.matchAll(/^\| \[([A-Z]+-\d{2})\]\(\1\.md\)\s+\| (.*?)\s+\|$/gm)].map(([, rule, title]) => [
    rule,
    title,
  ]);
  expect(linked).toEqual(rules);
});

test("the index leads from every message that an entry shows to its rule", () => {
  const index = readFileSync(join(docs, "README.md"), "utf8").replaceAll("\\<", "<").replaceAll("\\|", "|");
  for (const [rule] of rules) {
    const messages = /```text\n([^]*?)\n```/.exec(entry(rule))?.[1]?.split("\n") ?? [];
    for (const message of messages) {
      const row = index.split("\n").find((line) => line.startsWith(`| ${message} `));
      expect([rule, message, row]).toEqual([rule, message, expect.stringContaining(`[${rule}](${rule}.md)`)]);
    }
  }
});

describe.each(rules)("%s", (rule, title) => {
  const text = entry(rule);

  test("has its title, what, why, how to mend and source", () => {
    expect(text.split("\n")[0]).toBe(`# ${rule}: ${title}`);
    expect(text.match(/^## .*$/gm)).toEqual(["## Why", "## How to mend it", "## Source"]);
    expect(text).toMatch(/^- <https:\/\/\S+>$/m);
    expect(text).toMatch(/^```(hcl|sh|yaml)$/m);
  });

  test("shows YAML that can be read", () => {
    for (const [, yaml] of text.matchAll(/```yaml\n([^]*?)\n```/g)) expect(parse(yaml!)).toEqual(expect.any(Object));
  });

  test("is what tools show as help", () => {
    expect(ruleHelp(rule)).toBe(text.slice(text.indexOf("\n\n") + 2));
  });
});

test("what is no rule has no help", () => {
  expect(ruleHelp("DNS-99")).toBeUndefined();
  expect(ruleHelp("../README")).toBeUndefined();
});
