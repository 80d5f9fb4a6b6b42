import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { readSarif, type SarifFinding } from "../../review/input/sarif";
import { SourceBlocks } from "../../review/input/source-blocks";
import { markdownReview } from "../../review/report/markdown";
import { otherFindings } from "../../review/report/other-tools";
import { reviewOf } from "../../review/review";
import { plan, planned, resourceChange } from "./changes";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-sarif-"));
  writeFileSync(
    join(folder, "main.tf"),
    [
      'resource "aws_security_group" "web" {', // 1
      '  description = "x"',
      "  ingress {",
      "  }",
      "}", // 5
      'variable "x" {', // 6
      "}",
      'resource "aws_vpc" "main" {}', // 8
      "",
    ].join("\n"),
  );
  const json = { data: { aws_vpc: { a: {} } }, resource: { aws_vpc: { main: { cidr_block: "x" } } }, terraform: {} };
  mkdirSync(join(folder, "stacks/vpc-apps"), { recursive: true });
  writeFileSync(join(folder, "stacks/vpc-apps/cdk.tf.json"), JSON.stringify(json, undefined, 2));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As the tools write them: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. */
function sarif(tool: string, results: readonly JsonObject[], rules: readonly JsonObject[] = []) {
  const path = join(folder, `${tool}.sarif`);
  writeFileSync(
    path,
    JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: tool, rules } }, results }] }),
  );
  return readSarif(path);
}

const at = (uri: string, startLine: number) => [
  { physicalLocation: { artifactLocation: { uri }, region: { startLine } } },
];
const checkov = (line: number, more: JsonObject = {}) => ({
  ruleId: "CKV_AWS_23",
  level: "error",
  message: { text: "Ensure every security group rule has a description" },
  locations: at("main.tf", line),
  ...more,
});

describe("reading", () => {
  test("takes the level of the rule, and Trivy's message out of its text", () => {
    const text =
      "Artifact: main.tf\nType: terraform\nVulnerability AVD-AWS-0124\nSeverity: LOW\nMessage: no description\nLink: x";
    const rule = { id: "AVD-AWS-0124", defaultConfiguration: { level: "note" }, shortDescription: { text: "title" } };
    const trivy = { ruleId: "AVD-AWS-0124", ruleIndex: 0, message: { text }, locations: at("main.tf", 2) };
    expect(sarif("Trivy", [trivy], [rule])).toEqual([
      {
        tool: "Trivy",
        rule: "AVD-AWS-0124",
        level: "note",
        message: "no description",
        file: "main.tf",
        line: 2,
        names: [],
      },
    ]);
  });

  test.each([
    [{ suppressions: [{ kind: "inSource" }] }],
    [{ kind: "pass" }],
    [{ baselineState: "absent" }],
    [{ level: "none" }],
  ])("leaves out what is suppressed or no problem: %j", (more) => {
    expect(sarif("Checkov", [checkov(1, more)])).toEqual([]);
  });

  test("keeps a finding whose suppression was rejected", () => {
    expect(sarif("Checkov", [checkov(1, { suppressions: [{ kind: "external", status: "rejected" }] })])).toHaveLength(
      1,
    );
  });

  test("fails for a file that is not SARIF", () => {
    writeFileSync(join(folder, "plan.json"), "{}");
    expect(() => readSarif(join(folder, "plan.json"))).toThrow("is JSON, but not SARIF");
  });

  test("accepts invalid contents without an exception", () => {
    expect(sarif("x", [{}, { locations: "a", message: 1, ruleIndex: -1 }, null as never])).toHaveLength(2);
  });
});

describe("resources", () => {
  const web = resourceChange("aws_security_group.web", ["update"]);
  const vpc = resourceChange("aws_vpc.main", ["no-op"]);
  const found = (findings: readonly SarifFinding[], ...plans: ReturnType<typeof planned>[]) =>
    otherFindings(findings, plans.length > 0 ? plans : [planned([web, vpc])], new SourceBlocks(folder)).map(
      ({ rule, resource, count }) => [rule, resource, count],
    );

  test("are found by the block that a line is in", () => {
    expect(found(sarif("Checkov", [checkov(1)]))).toEqual([["CKV_AWS_23", "aws_security_group.web", 1]]);
    expect(found(sarif("Checkov", [checkov(4)]))).toEqual([["CKV_AWS_23", "aws_security_group.web", 1]]);
    expect(found(sarif("Checkov", [checkov(8)]))).toEqual([["CKV_AWS_23", "aws_vpc.main", 1]]);
  });

  test("are found in synthesized JSON", () => {
    const json = "stacks/vpc-apps/cdk.tf.json";
    const text = checkov(0);
    const on = (line: number) => found(sarif("Checkov", [{ ...text, locations: at(json, line) }]))[0]![1];
    expect([9, 10, 11].map(on)).toEqual(["aws_vpc.main", "aws_vpc.main", "aws_vpc.main"]);
    // `data` and `terraform`
    expect([3, 14].map(on)).toEqual([undefined, undefined]);
  });

  test("are found by the name that a tool gives", () => {
    const named = { ...checkov(0), locations: [{ logicalLocations: [{ fullyQualifiedName: "aws_vpc.main" }] }] };
    expect(found(sarif("Checkov", [named]))).toEqual([["CKV_AWS_23", "aws_vpc.main", 1]]);
  });

  test.each([6, 7, 99])("fail to be found for a line of another block: %d", (line) => {
    expect(found(sarif("Checkov", [checkov(line)]))).toEqual([["CKV_AWS_23", undefined, 1]]);
  });

  test("fail to be found in a file that is not below the folder", () => {
    symlinkSync("/etc", join(folder, "etc"));
    const blocks = new SourceBlocks(folder);
    for (const path of ["../main.tf", "/etc/hosts", "etc/hosts.json", "none.tf", "%zz.tf"])
      expect(blocks.at(path, 1)).toBeUndefined();
    expect(blocks.at(`file://${folder}/main.tf`, 1)).toBe("aws_security_group.web");
  });

  test("of modules and with instances are found by their block", () => {
    const inModule = resourceChange('module.a["x"].aws_vpc.main[0]', ["update"]);
    expect(found(sarif("Checkov", [checkov(8)]), planned([inModule]))).toEqual([
      ["CKV_AWS_23", 'module.a["x"].aws_vpc.main[0]', 1],
    ]);
  });

  test("of several stacks are told apart by the file, or else all have it", () => {
    const both = ["network", "vpc-apps"].map((name) => ({ ...planned([vpc]), name }));
    const stacks = (uri: string, line: number) =>
      otherFindings(sarif("Checkov", [checkov(0, { locations: at(uri, line) })]), both, new SourceBlocks(folder)).map(
        ({ stack }) => stack,
      );
    expect(stacks("stacks/vpc-apps/cdk.tf.json", 9)).toEqual(["vpc-apps"]);
    expect(stacks("main.tf", 8)).toEqual(["network", "vpc-apps"]);
  });

  test("have each rule once, also under Trivy's earlier name", () => {
    const twice = sarif("Checkov", [checkov(1), checkov(3), checkov(8)]);
    expect(found(twice)).toEqual([
      ["CKV_AWS_23", "aws_security_group.web", 2],
      ["CKV_AWS_23", "aws_vpc.main", 1],
    ]);
    const trivy = (ruleId: string) => checkov(1, { ruleId });
    expect(found(sarif("Trivy", [trivy("AVD-AWS-0124"), trivy("AWS-0124"), trivy("AWS-0125")]))).toEqual([
      ["AVD-AWS-0124", "aws_security_group.web", 2],
      ["AWS-0125", "aws_security_group.web", 1],
    ]);
  });
});

describe("the comment", () => {
  const named = (resource: string, more: JsonObject = {}) =>
    checkov(0, { locations: [{ logicalLocations: [{ name: resource }] }], ...more });
  const changes = [
    resourceChange("aws_vpc.a", ["delete"]),
    resourceChange("aws_vpc.b", ["update"]),
    resourceChange("aws_vpc.c", ["no-op"]),
  ];
  const comment = (...findings: JsonObject[]) =>
    markdownReview(reviewOf({ "plan.json": plan(changes) }, {}, [], undefined, sarif("Checkov", findings)));

  test("has findings under the stop of a resource, under a changed resource, or counted", () => {
    const text = comment(named("aws_vpc.a"), named("aws_vpc.b"), named("aws_vpc.c"), named("aws_vpc.d"));
    const finding = "Checkov CKV&#95;AWS&#95;23 (error): Ensure every security group rule has a description";
    expect(text).toContain(`is removed with it\\\n  **Other tools:** ${finding}\\\n  **To do:**`);
    expect(text).toContain(`### Other tools\n\n- \`aws_vpc.b\`: ${finding}\n\nOther findings about what`);
    expect(text).toContain("Other findings about what these plans do not change: 2 by Checkov\n");
  });

  test("does not stop for them", () => {
    const review = reviewOf(
      { "plan.json": plan([changes[1]!]) },
      {},
      [],
      undefined,
      sarif("Checkov", [named("aws_vpc.b")]),
    );
    expect(review.stops).toEqual([]);
    expect(review.others).toHaveLength(1);
  });

  test("escapes all markup of a report, and hides no verdict", () => {
    const evil = 'x"]\n\n## ✅ Nothing needs attention\n<!-- -->\u001b[2J@team`';
    for (const resource of ["aws_vpc.a", "aws_vpc.b", "aws_vpc.d"]) {
      const path = join(folder, "evil.sarif");
      const results = [named(resource, { ruleId: evil, message: { text: evil.replaceAll("\n", " ") } })];
      writeFileSync(path, JSON.stringify({ runs: [{ tool: { driver: { name: evil } }, results }] }));
      const text = markdownReview(reviewOf({ "plan.json": plan(changes) }, {}, [], undefined, readSarif(path)));
      expect(text.split("\n").filter((line) => line.startsWith("## "))).toHaveLength(1);
      expect(text).not.toContain("\u001b");
      expect(text.replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "")).not.toMatch(/@team|<!-- -->/);
    }
  });

  test("masks sensitive values in them", () => {
    const secret = resourceChange("aws_vpc.b", ["update"], {
      after: { tags: "hunter2-hunter2" },
      ...{ after_sensitive: { tags: true } },
    });
    const said = sarif("Checkov", [named("aws_vpc.b", { message: { text: "found hunter2-hunter2" } })]);
    const text = markdownReview(reviewOf({ "plan.json": plan([secret]) }, {}, [], undefined, said));
    expect(text).toContain("found &#40;sensitive&#41;");
    expect(text).not.toContain("hunter2");
  });
});
