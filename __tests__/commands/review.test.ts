import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { projectRoot, runCommand } from "../support/command";

const fixtures = join(projectRoot, "__tests__/proof/fixtures");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-review-"));
  writeFileSync(join(folder, "text.json"), "no JSON");
});

afterAll(() => rmSync(folder, { recursive: true }));

const review = (...args: string[]) => runCommand("review", args, folder);
const reviewOn = (day: string, ...args: string[]) => {
  const epoch = String(Date.parse(`${day}T12:00:00Z`) / 1000);
  return runCommand("review", args, folder, { SOURCE_DATE_EPOCH: epoch });
};
const planPath = (name: string) => relative(folder, join(fixtures, name, "plan.json"));

test("exits with 0 if nothing needs attention", () => {
  const { status, stdout, stderr } = review(planPath("forms/existing-stack-unchanged"));
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^<!-- mountpath review -->\n## ✅ Nothing to stop for: 2 mount paths mount\n/);
});

test("exits with 1 if someone must check the changes", () => {
  const { status, stdout } = review(planPath("forms/existing-stack-loses-a-rule"));
  expect(status).toBe(1);
  expect(stdout).toMatch(/^<!-- mountpath review -->\n## ❌ Needs a person: 1 outage\n/);
});

test("--format json prints JSON", () => {
  const path = planPath("forms/existing-stack-loses-a-rule");
  const { status, stdout } = review("--format", "json", path);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    look: true,
    stops: [{ rule: "EFS-11", stack: path, resource: "aws_ecs_service.ingest" }],
    paths: [
      { workload: "aws_ecs_service.ingest", change: "breaks", before: "mounts", after: "fails" },
      { workload: "aws_ecs_service.ingest", change: "breaks", before: "mounts", after: "fails" },
    ],
    findings: [],
    plans: [
      {
        name: path,
        changes: expect.arrayContaining([
          {
            address: "aws_vpc_security_group_ingress_rule.storage_nfs",
            action: "delete",
            keys: [],
            causes: [],
            reason: "delete_because_no_resource_config",
          },
        ]),
      },
    ],
  });
});

test("fails with 2 for any input that is not a plan, and prints no review", () => {
  const state = relative(folder, join(fixtures, "states/deployed-and-healthy/state.json"));
  const plan = planPath("forms/existing-stack-unchanged");
  const { status, stdout, stderr } = review("none.json", "text.json", plan, state);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toBe(
    [
      "none.json does not exist: name a cdktf.out folder or a plan's JSON",
      "text.json is not valid JSON: make it with terraform show -json PLAN",
      `${state} is JSON, but not a plan: give plans saved by terraform plan -out, or their JSON (terraform show -json PLAN)`,
      "",
    ].join("\n"),
  );
});

test("fails with 2 without a plan, or with an unknown format", () => {
  expect(review().status).toBe(2);
  expect(review("--format", "text", planPath("forms/existing-stack-unchanged"))).toMatchObject({
    status: 2,
    stdout: "",
  });
});

describe("--unplanned and --stacks", () => {
  const path = () => planPath("forms/existing-stack-unchanged");
  const stacks = (name: string) => {
    const root = join(folder, name);
    mkdirSync(join(root, "stacks/vpc-apps"), { recursive: true });
    writeFileSync(join(root, "manifest.json"), JSON.stringify({ stacks: { "vpc-apps": {} } }));
    writeFileSync(join(root, "stacks/vpc-apps/cdk.tf.json"), JSON.stringify({ resource: { aws_vpc: { a: {} } } }));
    return name;
  };

  test("name a stack that could not be planned", () => {
    const { status, stdout } = review("--stacks", stacks("out"), "--unplanned", "vpc-apps=no credentials", path());
    expect(status).toBe(1);
    expect(stdout).toContain("- `vpc-apps` (TF-08) could not be planned:&#8203; no credentials; it is judged from");
  });

  test("fail with 2 for a stack that the folder does not have", () => {
    expect(review("--stacks", stacks("out"), "--unplanned", "vpc-app=x", path())).toEqual({
      status: 2,
      stdout: "",
      stderr: "--unplanned vpc-app names no stack of out: name one of vpc-apps\n",
    });
  });

  test("fail with 2 without a folder of stacks", () => {
    expect(review("--unplanned", "vpc-apps", path())).toEqual({
      status: 2,
      stdout: "",
      stderr: "cdktf.out has no stacks, and --unplanned names one: run synth first\n",
    });
    expect(review("--stacks", "none", path()).status).toBe(2);
  });

  test("a cdktf.out that can't be read is reported", () => {
    mkdirSync(join(folder, "cdktf.out"));
    writeFileSync(join(folder, "cdktf.out/manifest.json"), JSON.stringify({ stacks: { "vpc-apps": {} } }));
    const { status, stderr } = review(path());
    expect([status, stderr]).toEqual([
      0,
      "cdktf.out/stacks/vpc-apps/cdk.tf.json does not exist, so stacks without a plan are not listed\n",
    ]);
    rmSync(join(folder, "cdktf.out"), { recursive: true });
  });

  test("a cdktf.out of other stacks is ignored", () => {
    stacks("cdktf.out");
    expect(review(path()).stdout).toMatch(
      /^<!-- mountpath review -->\n## ✅ Nothing to stop for: 2 mount paths mount\n/,
    );
    rmSync(join(folder, "cdktf.out"), { recursive: true });
  });
});

describe("acknowledgements", () => {
  const path = () => planPath("forms/existing-stack-loses-a-rule");
  const write = (name: string, until = "2027-01-31") =>
    writeFileSync(
      join(folder, name),
      [
        "acknowledge:",
        "  - resource: aws_ecs_service.ingest",
        "    code: EFS-11",
        "    reason: the service moves, NET-123",
        "    by: network team",
        `    until: ${until}`,
        "",
      ].join("\n"),
    );

  test("of review.yaml pass a stop until the day, which SOURCE_DATE_EPOCH can set", () => {
    write("review.yaml");
    const { status, stdout } = reviewOn("2027-01-31", path());
    expect(stdout).toMatch(
      /^<!-- mountpath review -->\n## ✅ Nothing to stop for: 2 mount paths fail; 1 acknowledged\n/,
    );
    expect(status).toBe(0);
    expect(reviewOn("2027-02-01", path()).status).toBe(1);
    rmSync(join(folder, "review.yaml"));
  });

  test("of another file, which must exist and be right", () => {
    write("other.yaml");
    expect(reviewOn("2027-01-31", "--acknowledgements", "other.yaml", path()).status).toBe(0);
    write("other.yaml", "soon");
    expect(reviewOn("2027-01-31", "--acknowledgements", "other.yaml", path())).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "other.yaml has 1 problem\n" +
        "  other.yaml:6:12 acknowledge[0].until: should be the last day, such as 2027-01-31, got 'soon'\n",
    });
    expect(review("--acknowledgements", "none.yaml", path())).toMatchObject({ status: 2, stdout: "" });
  });
});

test("--sarif merges findings of other tools, and fails with 2 for another file", () => {
  const path = planPath("forms/existing-stack-loses-a-rule");
  const location = { logicalLocations: [{ name: "aws_ecs_service.ingest" }] };
  const results = [{ ruleId: "CKV_1", message: { text: "a finding" }, locations: [location] }];
  writeFileSync(
    join(folder, "checkov.sarif"),
    JSON.stringify({ runs: [{ tool: { driver: { name: "c" } }, results }] }),
  );
  expect(review("--sarif", "checkov.sarif", path).stdout).toContain(
    "**Other tools:** c CKV&#95;1 (warning): a finding",
  );
  expect(review("--sarif", "text.json", path)).toMatchObject({ status: 2, stdout: "" });
});
