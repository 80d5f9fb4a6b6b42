import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runCommand } from "../support/command";
import { exampleFile, variants, yamlOf } from "../support/variants";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-deploy-plan-"));
  writeFileSync(join(folder, "organization.yaml"), yamlOf(exampleFile()));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("prints a command for each wave, in which every stack reads only stacks of earlier waves", () => {
  expect(runCommand("deploy-plan", [], folder)).toEqual({
    status: 0,
    stdout:
      "1. npm run deploy -- shared-network\n" +
      "2. npm run deploy -- vpc-apps\n" +
      "3. npm run deploy -- ecs-web eks-platform\n",
    stderr: "",
  });
});

test("puts the state bucket first, since every other stack is initialized with it", () => {
  writeFileSync(join(folder, "other.yaml"), yamlOf(variants["S3 state in a bucket of its own"]!));
  const options = ["--config", "other.yaml"];
  expect(runCommand("deploy-plan", [...options, "--format", "json"], folder).stdout).toBe(
    '{"version":1,"waves":[["state-bucket"],["shared-network"],["vpc-apps"],["ecs-web","eks-platform"]]}\n',
  );
  expect(runCommand("deploy-plan", options, folder).stdout).toContain(
    "1. npm run deploy -- --config other.yaml state-bucket\n2. npm run deploy -- --config other.yaml shared-network\n",
  );
  expect(runCommand("synth", options, folder).stdout).toContain("deploy with: npm run deploy -- --config other.yaml\n");
});

test("reads the file that MOUNTPATH_CONFIG names, as the synth of npx cdktf does", () => {
  const file = yamlOf(variants["S3 state in a bucket of its own"]!);
  writeFileSync(join(folder, "other.yaml"), file);
  const env = { MOUNTPATH_CONFIG: "other.yaml" };
  expect(runCommand("deploy-plan", [], folder, env).stdout).toContain(" state-bucket\n");
  expect(runCommand("synth", ["--no-prove"], folder, env).stdout).toContain("state-bucket ");
  expect(runCommand("deploy-plan", ["--config", "organization.yaml"], folder, env).stdout).not.toContain(
    "state-bucket",
  );
});

test("fails if the file does not exist", () => {
  const { status, stdout, stderr } = runCommand("deploy-plan", ["--config", "none.yaml"], folder);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("none.yaml");
});
