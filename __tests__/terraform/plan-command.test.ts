import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runCommand } from "../support/command";

let folder: string;
const environment = { CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "" };

/** Stacks of `terraform_data`, which Terraform has built in: the second reads an output of the first. */
const network = {
  terraform: { backend: { local: { path: "../../../network.tfstate" } } },
  resource: { terraform_data: { vpc: { input: "vpc-1" } } },
  output: { vpc_id: { value: "${terraform_data.vpc.output}" } },
};
const apps = {
  terraform: { backend: { local: { path: "../../../apps.tfstate" } } },
  data: {
    terraform_remote_state: { network: { backend: "local", config: { path: "../../../network.tfstate" } } },
  },
  resource: { terraform_data: { app: { input: "${data.terraform_remote_state.network.outputs.vpc_id}" } } },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-plan-"));
  write("network", network);
  write("apps", apps);
  const stack = (name: string, dependencies: string[]) => ({ name, workingDirectory: `stacks/${name}`, dependencies });
  const stacks = { apps: stack("apps", ["network"]), network: stack("network", []) };
  writeFileSync(join(folder, "cdktf.out/manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(stack: string, json: unknown): void {
  mkdirSync(join(folder, "cdktf.out/stacks", stack), { recursive: true });
  writeFileSync(join(folder, "cdktf.out/stacks", stack, "cdk.tf.json"), JSON.stringify(json));
}

const plan = (...args: string[]) => runCommand("plan", args, folder, environment);
const planOf = (stack: string) => join(folder, "cdktf.out/stacks", stack, "plan");

function apply(stack: string): void {
  const cwd = join(folder, "cdktf.out/stacks", stack);
  const { status, stderr } = spawnSync("terraform", ["apply", "plan"], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(stderr);
}

const end = "\nto review them: npm run review -- cdktf.out\n";

test("plans every stack, in the order in which they are deployed, and says which wait", () => {
  expect(plan("--at-once", "1")).toEqual({
    status: 3,
    stdout: [
      "network  1 to add, 0 to change, 0 to destroy",
      "apps     waits: reads outputs of network that are not applied yet",
      end,
    ].join("\n"),
    stderr: "",
  });
  apply("network");
  expect(plan("--at-once", "1")).toEqual({
    status: 0,
    stdout: ["network  no changes", "apps     1 to add, 0 to change, 0 to destroy", end].join("\n"),
    stderr: "",
  });
  apply("apps");
  expect(plan("apps").stdout).toBe(`apps  no changes\n${end}`);
}, 120_000);

test("a stack that reads an output added since waits for it", () => {
  plan("network");
  apply("network");
  write("network", { ...network, output: { ...network.output, subnet_id: { value: "${terraform_data.vpc.id}" } } });
  const reads = "${data.terraform_remote_state.network.outputs.subnet_id}";
  write("apps", { ...apps, resource: { terraform_data: { app: { input: reads } } } });
  const { status, stdout } = plan();
  expect(status).toBe(3);
  expect(stdout).toContain("network  outputs only\n");
  expect(stdout).toContain("apps     waits: reads outputs of network that are not applied yet\n");
}, 120_000);

test("a stack that Terraform refuses fails with its error, and no outdated plan is left", () => {
  plan("network");
  expect(existsSync(planOf("network"))).toBe(true);
  write("network", { ...network, resource: { terraform_data: { vpc: { imput: 1 } } } });
  const { status, stdout } = plan("network");
  expect([status, stdout]).toEqual([
    1,
    `network  failed: Extraneous JSON object property: No argument or block type is named "imput". Did you mean "input"?\n${end}`,
  ]);
  expect(existsSync(planOf("network"))).toBe(false);
  expect(JSON.parse(readFileSync(join(folder, "cdktf.out/plans.json"), "utf8"))).toEqual({
    version: 1,
    stacks: [{ stack: "network", status: "failed", details: expect.stringContaining("imput"), saved: false }],
  });
}, 120_000);

test("fails without a synth, for an unknown stack, and without Terraform", () => {
  expect(plan("--stacks", "none").stderr).toBe("none has no manifest.json: run npm run synth first\n");
  expect(plan("netwrok")).toEqual({
    status: 2,
    stdout: "",
    stderr: "no stack matches 'netwrok'; did you mean 'network'?\n",
  });
  expect(runCommand("plan", [], folder, { TERRAFORM_BINARY_NAME: "no-such-terraform" })).toEqual({
    status: 2,
    stdout: "",
    stderr: "cannot start no-such-terraform: install it, or name another program in TERRAFORM_BINARY_NAME\n",
  });
});
