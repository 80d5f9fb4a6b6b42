import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { hops } from "../../proof/hops";
import { ruleHelp } from "../../proof/report/rule-help";
import { ruleTitles } from "../../proof/rules";

const root = join(__dirname, "../..");
const docs = join(root, "docs/rules");
const rules = Object.entries(ruleTitles);
const pages = readdirSync(docs).flatMap((name) => (name === "README.md" ? [] : [name.replace(/\.md$/, "")]));
const page = (rule: string) => readFileSync(join(docs, `${rule}.md`), "utf8");
const titleOf = (rule: string) => /^# [A-Z]+-\d{2}: (.*)$/m.exec(page(rule))?.[1];

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

test("has these rules", () => {
  expect(Object.keys(ruleTitles)).toEqual([
    ...["DNS-01", "DNS-02", "DNS-03", "DNS-05", "DNS-06", "DNS-08", "DNS-11", "DNS-14", "DNS-15", "DNS-16", "DNS-20"],
    ...["DNS-23", "DNS-24", "DNS-26", "DNS-28"],
    ...["VPC-01", "VPC-02", "VPC-04", "VPC-06", "VPC-07"],
    ...["EFS-01", "EFS-02", "EFS-04", "EFS-05", "EFS-06", "EFS-07", "EFS-08", "EFS-09", "EFS-11", "EFS-12", "EFS-13"],
    ...["EFS-16", "EFS-17", "EFS-18"],
    ...["ECS-01", "ECS-02", "ECS-03", "ECS-04", "ECS-05", "ECS-06", "ECS-07", "ECS-08", "ECS-09", "ECS-10", "ECS-11"],
    ...["ECS-12", "ECS-14", "ECS-15", "ECS-16", "ECS-17", "ECS-18", "ECS-20", "ECS-21"],
    ...["ECS-22", "ECS-23", "ECS-24", "ECS-25", "ECS-26", "ECS-27", "ECS-29", "ECS-30", "ECS-31"],
    ...["EKS-01", "EKS-02", "EKS-04", "EKS-05", "EKS-06", "EKS-07", "EKS-09", "EKS-11", "EKS-14", "EKS-15", "EKS-16"],
    ...["EP-01", "EP-02", "EP-03", "EP-04", "EP-05", "EP-06", "EP-07", "EP-08", "EP-09", "EP-12", "EP-13", "EP-14"],
    ...["ASM-01", "ASM-02"],
    ...["TF-02", "TF-03", "TF-08", "TF-09", "TF-13"],
  ]);
});

test("every code that the proof can print is a rule", () => {
  const codes = new Set(
    ["hops", "service-access", "task-start", "findings", "aws", "dns", "kubernetes", "workloads"].flatMap((folder) =>
      codesIn(`proof/${folder}`),
    ),
  );
  expect(codes.size).toBeGreaterThan(hops.length);
  expect([...codes].filter((code) => !Object.hasOwn(ruleTitles, code)).sort()).toEqual([]);
});

/** Files that name a rule: source, comments, messages, documentation and examples. */
function readable(path: string): string[] {
  const at = join(root, path);
  if (!statSync(at).isDirectory()) return [at];
  const files = readdirSync(at, { recursive: true, encoding: "utf8" });
  return files.filter((name) => /\.(ts|md|ya?ml|tf|json|txt|mjs)$/.test(name)).map((name) => join(at, name));
}

/** `ECS-02, -03` is ECS-02 and ECS-03. */
function idsIn(text: string): string[] {
  const found = text.matchAll(/\b(DNS|VPC|EFS|ECS|EKS|EP|TF|ASM)(-\d{2})\b((?:, -\d{2}\b)*)/g);
  return [...found].flatMap(([, service, first, others]) =>
    [first!, ...(others!.match(/-\d{2}/g) ?? [])].map((number) => service + number),
  );
}

const places = [
  ...["adopt", "bench", "commands", "config", "docs", "examples", "help", "modules", "proof", "review", "stacks"],
  ...["main.ts", "organization.yaml", "organization.schema.json", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"],
];

test("every rule that is mentioned has a page", () => {
  const named = new Set(places.flatMap(readable).flatMap((file) => idsIn(readFileSync(file, "utf8"))));
  expect(named.size).toBeGreaterThan(rules.length);
  expect([...named].filter((rule) => !pages.includes(rule)).sort()).toEqual([]);
});

test("every printed rule has a page with its title", () => {
  expect(rules.map(([rule]) => `# ${rule}: ${titleOf(rule)}`)).toEqual(
    rules.map(([rule, title]) => `# ${rule}: ${title}`),
  );
});

test("the index lists every page by service, with its title", () => {
  const index = readFileSync(join(docs, "README.md"), "utf8");
  const listed = index.match(/^- \[[A-Z]+-\d{2}\]\(.*$/gm);
  const services = ["DNS", "VPC", "EFS", "ECS", "EKS", "EP", "TF", "ASM"];
  const ordered = services.flatMap((service) => pages.filter((rule) => rule.startsWith(`${service}-`)).sort());
  expect(listed).toEqual(ordered.map((rule) => `- [${rule}](${rule}.md): ${titleOf(rule)}`));
});

test("the index links every error message to the pages that show it", () => {
  const index = readFileSync(join(docs, "README.md"), "utf8").split("\n");
  const messages = pages.flatMap((rule) => {
    const block = /\nError message:\n\n```text\n([^]*?)\n```/.exec(page(rule))?.[1];
    return (block?.split("\n") ?? []).map((message) => ({ rule, message }));
  });
  const withMessages = new Set(messages.map(({ rule }) => rule));
  expect([...withMessages]).toEqual(pages.filter((rule) => page(rule).includes("\nError message:\n")));
  expect(messages.length).toBeGreaterThanOrEqual(102);
  for (const { rule, message } of messages) {
    const line = index.find((one) => one.startsWith(`- \`${message}\`: `));
    expect([rule, message, line]).toEqual([rule, message, expect.stringContaining(`[${rule}](${rule}.md)`)]);
  }
});

describe.each(pages)("%s", (rule) => {
  const text = page(rule);

  test("has title, severity, why, fix and source", () => {
    expect(text).toMatch(/^# [A-Z]+-\d{2}: \S/);
    expect(text).toMatch(/^Severity: (?:error|warning|unknown|a fact that .*)\b.*\.$/m);
    expect(text.match(/^## .*$/gm)).toEqual(["## Why", "## Fix", "## Source"]);
    expect(text).toMatch(/^- <https:\/\/\S+>$/m);
    expect(text).toMatch(/^```(hcl|sh|yaml)$/m);
  });

  test("is the help text in tools", () => {
    expect(ruleHelp(rule)).toBe(text.slice(text.indexOf("\n\n") + 2));
  });
});

test("the YAML that pages show can be read", () => {
  const blocks = pages.flatMap((rule) =>
    [...page(rule).matchAll(/```yaml\n([^]*?)\n```/g)].map(([, yaml]) => ({ rule, yaml: yaml! })),
  );
  expect(blocks.length).toBeGreaterThanOrEqual(56);
  for (const { rule, yaml } of blocks) expect([rule, parse(yaml)]).toEqual([rule, expect.any(Object)]);
});

test("a rule without a page has no help", () => {
  expect(ruleHelp("DNS-00")).toBeUndefined();
  expect(ruleHelp("../README")).toBeUndefined();
});
