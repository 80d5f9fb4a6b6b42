import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");
const copy = mkdtempSync(join(tmpdir(), "mountpath-new-"));
const fixture = "__tests__/proof/fixtures/mount-target/in-another-subnet-of-the-zone";

/** What the written files build on. */
const copied = [
  ...["proof", "scaffold", "docs/rules", "package.json", "tsconfig.json", "text-files.d.ts", ".prettierrc.json"],
  ...["jest.suites.js", "__tests__/support", "__tests__/proof/resource-types.test.ts"],
  ...["__tests__/proof/hops/fixture-result.ts", fixture],
];

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
  return { status, stdout, stderr };
}

const make = (...args: string[]) => run("scaffold/new.mjs", ...args);
const read = (path: string) => readFileSync(join(copy, path), "utf8");

beforeAll(() => {
  for (const path of copied) cpSync(join(root, path), join(copy, path), { recursive: true });
  writeFileSync(join(copy, "jest.config.js"), 'module.exports = require("./jest.suites").unit;\n');
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const made = [
  {
    args: ["rule", "DNS-90", "idle-endpoint"],
    files: [
      "proof/findings/dns/idle-endpoint.ts",
      "__tests__/proof/findings/dns/idle-endpoint.test.ts",
      "docs/rules/DNS-90.md",
      "proof/findings/index.ts",
      "proof/rules.ts",
      "docs/rules/README.md",
      "__tests__/proof/fixtures/findings/idle-endpoint/main.tf",
      "__tests__/proof/fixtures/findings/idle-endpoint/providers.tf",
      "__tests__/proof/fixtures/findings/idle-endpoint/expected.json",
    ],
  },
  {
    args: ["hop", "quota", "ECS-05", "--before", "volume"],
    files: [
      "proof/hops/quota/hop.ts",
      "__tests__/proof/hops/quota/hop.test.ts",
      "proof/verdict.ts",
      "proof/hops/index.ts",
      "__tests__/proof/fixtures/quota/todo-quota-fails/main.tf",
      "__tests__/proof/fixtures/quota/todo-quota-fails/providers.tf",
      "__tests__/proof/fixtures/quota/todo-quota-fails/expected.json",
    ],
  },
  { args: ["resource-type", "aws_ecs_account_setting_default"], files: ["proof/resource-types/ecs.ts"] },
];

describe("what npm run new writes", () => {
  test.each(made)("$args.0: its files, and lists them", ({ args, files }) => {
    const { status, stdout, stderr } = make(...args);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n\nNext:\n")[0]!.split("\n")).toEqual(files);
  });

  test("puts a rule in the place of its ID, and a hop before the other one", () => {
    expect(read("proof/rules.ts")).toMatch(/"DNS-28": .*\n {2}"DNS-90": /);
    expect(read("docs/rules/README.md")).toMatch(/\n- \[DNS-90\]\(DNS-90\.md\): TODO: .*\n\n## /);
    expect(read("proof/verdict.ts")).toContain('  "quota",\n  "volume",\n');
    expect(read("proof/hops/index.ts")).toContain("  quota,\n  volume,\n");
  });

  test("is accepted by the compiler", () => {
    const written = made.flatMap(({ files }) => files).filter((file) => file.endsWith(".ts"));
    writeFileSync(
      join(copy, "tsconfig.new.json"),
      JSON.stringify({ extends: "./tsconfig.json", include: [], files: [...written, "text-files.d.ts"] }),
    );
    const compiler = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
    expect(run(compiler, "-p", "tsconfig.new.json")).toEqual({ status: 0, stdout: "", stderr: "" });
  }, 180_000);

  test("has tests that fail until it is filled in", () => {
    const jest = join(dirname(require.resolve("jest/package.json")), "bin/jest.js");
    const { status, stderr } = run(jest, "--silent", "findings", "hops", "resource-types");
    expect(status).toBe(1);
    expect(stderr.match(/^ {2}● .*$/gm)?.sort()).toEqual([
      "  ● aws_ecs_account_setting_default › is a type of the provider, with the attributes of its entry",
      "  ● every type that the proof or the review reads has an entry",
      "  ● quota › passes with TODO",
      "  ● reports TODO",
    ]);
  }, 180_000);
});

describe("npm run new", () => {
  test.each([
    [
      ["finding", "a"],
      "'finding' is not one of rule, hop, resource-type; for example: npm run new -- rule DNS-40 idle-endpoint",
    ],
    [["rule", "idle"], "the rule should be an ID such as DNS-03, got 'idle'"],
    [["rule", "DNS-03", "idle"], "docs/rules/DNS-03.md exists already; choose another name"],
    [
      ["rule", "DNS-91", "../idle"],
      "the name of the finding should be in kebab case, such as idle-endpoint, got '../idle'",
    ],
    [["hop", "vpc", "EFS-04"], "proof/hops/vpc/hop.ts exists already; choose another name"],
    [["hop", "quotas", "ECS-05", "--after"], "unknown option '--after'; did you mean --before HOP?"],
    [["hop", "quotas", "ECS-05", "--before", "none"], "proof/verdict.ts is not as expected; edit it by hand"],
    [
      ["resource-type", "aws_nope"],
      "the provider has no type aws_nope; check its name in the provider's documentation",
    ],
    [["resource-type", "aws_vpc"], "aws_vpc has an entry already, in proof/resource-types/network/vpc.ts"],
  ])("fails on %j and writes nothing", (args, message) => {
    const before = read("proof/verdict.ts") + read("proof/rules.ts");
    expect(make(...args)).toEqual({ status: 2, stdout: "", stderr: `${message}\n` });
    expect(read("proof/verdict.ts") + read("proof/rules.ts")).toBe(before);
  });
});
