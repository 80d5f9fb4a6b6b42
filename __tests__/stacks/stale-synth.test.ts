import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { leftFile, leftFileName } from "../../stacks/left-stacks";
import { digestsOf, staleSynth } from "../../stacks/stale-synth";
import { projectRoot, runCommand } from "../support/command";

const folder = mkdtempSync(join(tmpdir(), "mountpath-stale-"));
const [config, team, outdir] = ["acme.yaml", "teams/web.yaml", "cdktf.out"].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
mkdirSync(join(folder, "teams"));
mkdirSync(outdir);

beforeEach(() => {
  writeFileSync(config, "name: acme\n");
  writeFileSync(team, "workloads: {}\n");
  const inputs = digestsOf([config, team], outdir);
  const current = { config, inputs, organization: "acme", stacks: [], retired: [] };
  writeFileSync(join(outdir, leftFileName), leftFile(current, []));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("a synth of the file as it is has no warning", () => {
  expect(staleSynth(outdir)).toBeUndefined();
});

test.each([config, team])("a change of %s is warned of", (path) => {
  writeFileSync(path, "{}\n");
  expect(staleSynth(outdir)).toBe(
    `${path} has changed since ${outdir} was synthesized: synthesize it again (npm run synth) to see the change`,
  );
});

test("a file that is not there, and a folder without a synth, have no warning", () => {
  rmSync(config);
  expect(staleSynth(outdir)).toBeUndefined();
  expect(staleSynth(folder)).toBeUndefined();
});

test("prove warns, and judges the folder as it is", () => {
  const file = join(folder, "organization.yaml");
  cpSync(join(projectRoot, "organization.yaml"), file);
  rmSync(outdir, { recursive: true });
  expect(runCommand("synth", ["--no-prove"], folder).status).toBe(0);
  expect(runCommand("prove", [], folder).stderr).toBe("");
  writeFileSync(file, `${readFileSync(file, "utf8")}\n`);
  const { status, stderr } = runCommand("prove", [], folder);
  expect([status, stderr]).toEqual([
    0,
    "warning: organization.yaml has changed since cdktf.out was synthesized: synthesize it again (npm run synth) to see the change\n",
  ]);
  // The file of the folder that the command runs in is another one.
  const elsewhere = join(folder, "teams");
  writeFileSync(join(elsewhere, "organization.yaml"), "name: other\n");
  expect(runCommand("prove", ["../cdktf.out"], elsewhere).stderr).toContain(
    "warning: ../organization.yaml has changed",
  );
  expect(runCommand("synth", ["--no-prove"], folder).status).toBe(0);
  expect(runCommand("prove", ["../cdktf.out"], elsewhere).stderr).toBe("");
});
