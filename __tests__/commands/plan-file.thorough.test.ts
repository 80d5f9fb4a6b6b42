import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { strToU8, zipSync } from "fflate";

import { type Report } from "../../proof/verdict";
import { projectRoot, runCommand } from "../support/command";

const fixtures = join(projectRoot, "__tests__/proof/fixtures/forms");
const mounting = join(fixtures, "groups-by-for-if");
const failing = join(fixtures, "groups-by-for-if-without-the-one-that-opens");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-plan-"));
  cpSync(join(failing, "plan.json"), join(folder, "plan.json"));
  // A plan file as terraform plan -out saves it, and a program that shows it as Terraform does.
  const source = readFileSync(join(failing, "main.tf"));
  const files = { tfplan: strToU8("plan"), "tfconfig/modules.json": strToU8('[{"Key":"","Dir":"."}]') };
  const outside = { "../escaped.tf": strToU8("x"), "tfconfig/m-/../../escaped.tf": strToU8("x") };
  writeFileSync(join(folder, "plan"), zipSync({ ...files, ...outside, "tfconfig/m-/main.tf": source }));
  writeFileSync(join(folder, "other.zip"), zipSync({ "main.tf": source }));
  writeFileSync(
    join(folder, "show"),
    '#!/bin/sh\n[ "$1 $2 $3" = "show -json -no-color" ] || exit 3\nexec cat "$(dirname "$4")/plan.json"\n',
  );
  writeFileSync(
    join(folder, "refuse"),
    '#!/bin/sh\nprintf "\\n│ Error: Failed to load plugin schemas\\n" >&2\nexit 1\n',
  );
  for (const program of ["show", "refuse"]) chmodSync(join(folder, program), 0o755);
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, program: string, ...args: string[]) {
  return runCommand(command, args, folder, { TERRAFORM_BINARY_NAME: join(folder, program) });
}

const verdicts = (stdout: string) => [...new Set((JSON.parse(stdout) as Report).paths.map(({ verdict }) => verdict))];

test("from plan JSON alone, the result of for … if is unknown", () => {
  const { status, stdout } = run("prove", "show", "--format", "json", "plan.json");
  expect([status, verdicts(stdout)]).toEqual([3, ["unknown"]]);
});

test("from a saved plan, the source in it determines the result", () => {
  const { status, stdout } = run("prove", "show", "--format", "json", "plan");
  expect([status, verdicts(stdout)]).toEqual([1, ["fails"]]);
});

test.each([[failing], [`plan.json=${failing}`]])("--source %s determines the result", (source) => {
  const { status, stdout } = run("prove", "show", "--format", "json", "plan.json", "--source", source);
  expect([status, verdicts(stdout)]).toEqual([1, ["fails"]]);
});

test("a review accepts saved plans and sources too", () => {
  expect(run("review", "show", "plan").stdout).toContain("EFS-11");
  expect(run("review", "show", "plan.json", "--source", failing).status).toBe(1);
});

test.each([
  ["no-terraform", "plan", /needs .*no-terraform, which is not there: install it, .* --source DIR/],
  ["refuse", "plan", /Failed to load plugin schemas: run terraform init .* --source DIR/],
  ["show", "other.zip", /is a zip archive, but not a saved plan/],
])("%s of %s exits with 2", (program, plan, message) => {
  const { status, stdout, stderr } = run("prove", program, plan);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
});

describe("a saved plan without the template that it was made with", () => {
  const fixture = join(fixtures, "containers-from-a-hidden-template");
  const below = (...args: string[]) => run("prove", "below/show", "--format", "json", ...args);

  beforeAll(() => {
    mkdirSync(join(folder, "below"));
    cpSync(join(fixture, "plan.json"), join(folder, "below/plan.json"));
    cpSync(join(folder, "show"), join(folder, "below/show"));
    const files = { tfplan: strToU8("plan"), "tfconfig/modules.json": strToU8('[{"Key":"","Dir":"."}]') };
    const source = readFileSync(join(fixture, "main.tf"));
    writeFileSync(join(folder, "below/plan"), zipSync({ ...files, "tfconfig/m-/main.tf": source }));
  });

  test("is unknown, and names what to add", () => {
    const { status, stdout } = below("below/plan");
    expect([status, verdicts(stdout)]).toEqual([3, ["unknown"]]);
    expect(stdout).toContain("add --source DIR");
  });

  test.each([[fixture], [`below/plan=${fixture}`]])("is known with --source %s", (source) => {
    const { status, stdout } = below("below/plan", "--source", source);
    expect([status, verdicts(stdout)]).toEqual([0, ["mounts"]]);
  });
});

test.each([
  ["--source DIR", ["plan.json", "--source", "OTHER"]],
  ["PLAN=DIR", ["plan.json", "--source", "plan.json=OTHER"]],
  ["a saved plan with --source DIR", ["plan", "--source", "OTHER"]],
  ["a saved plan that holds another source", ["mixed"]],
])("a source that disagrees with its plan exits with 2: %s", (_name, args) => {
  const other = join(fixtures, "subnets-by-literal-id");
  const files = { tfplan: strToU8("plan"), "tfconfig/modules.json": strToU8('[{"Key":"","Dir":"."}]') };
  const source = readFileSync(join(other, "main.tf"));
  writeFileSync(join(folder, "mixed"), zipSync({ ...files, "tfconfig/m-/main.tf": source }));
  const { status, stdout, stderr } = run("prove", "show", ...args.map((arg) => arg.replace("OTHER", other)));
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/is not the source of \S+: \S+ is only in the (?:plan|source)/);
});

test("a source without a plan exits with 2", () => {
  const { status, stderr } = run("prove", "show", failing, "--source", mounting);
  expect(status).toBe(2);
  expect(stderr).toContain("is given as a source, and no plan with it");
});
