import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { projectRoot, runCommand } from "../support/command";

let folder: string;
const environment = { CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "" };

/** Stacks of `terraform_data`, which Terraform has built in: the second reads an output of the first. */
const network = {
  terraform: { backend: { local: { path: "../../../network.tfstate" } } },
  resource: { terraform_data: { vpc: { input: "vpc-1" } } },
  output: { vpc_id: { value: "${terraform_data.vpc.output}" }, token: { value: "s3cret", sensitive: true } },
};
const apps = {
  terraform: { backend: { local: { path: "../../../apps.tfstate" } } },
  data: { terraform_remote_state: { network: { backend: "local", config: { path: "../../../network.tfstate" } } } },
  resource: { terraform_data: { app: { input: "${data.terraform_remote_state.network.outputs.vpc_id}" } } },
};
const alone = {
  terraform: { backend: { local: { path: "../../../alone.tfstate" } } },
  resource: { terraform_data: { one: { input: "x" } } },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-deploy-"));
  write("network", network);
  write("apps", apps);
  write("alone", alone);
  const stack = (name: string, dependencies: string[]) => ({ name, workingDirectory: `stacks/${name}`, dependencies });
  const stacks = { apps: stack("apps", ["network"]), network: stack("network", []), alone: stack("alone", []) };
  writeFileSync(join(folder, "cdktf.out/manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(stack: string, json: unknown): void {
  mkdirSync(join(folder, "cdktf.out/stacks", stack), { recursive: true });
  writeFileSync(join(folder, "cdktf.out/stacks", stack, "cdk.tf.json"), JSON.stringify(json));
}

const deploy = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runCommand("deploy", ["--stacks", "cdktf.out", "--at-once", "1", ...args], folder, { ...environment, ...env });

/** A condition that the resource's own value does not meet: the resource is created, then the apply fails. */
const failing = {
  ...network,
  resource: {
    terraform_data: {
      first: { input: "x" },
      vpc: {
        input: "${terraform_data.first.id}",
        lifecycle: { postcondition: [{ condition: '${self.output == "z"}', error_message: "the VPC is not z" }] },
      },
    },
  },
};

test("deploys every stack in order, masks sensitive outputs, and finds nothing to do the second time", () => {
  const first = deploy(["--auto-approve"]);
  expect(first.stderr).toBe("");
  expect(first.stdout.replace(/in \d+ s/, "in 1 s")).toBe(
    [
      "network  done: 1 added, 0 changed, 0 destroyed",
      "alone    done: 1 added, 0 changed, 0 destroyed",
      "apps     done: 1 added, 0 changed, 0 destroyed",
      "outputs of network:",
      "  token   (sensitive)",
      "  vpc_id  vpc-1",
      "",
      "3 of 3 stacks done in 1 s",
      "",
    ].join("\n"),
  );
  expect(first.status).toBe(0);
  expect(existsSync(join(folder, "cdktf.out/stacks/network/deploy.plan"))).toBe(false);
  const second = deploy(["--auto-approve"]);
  expect([second.status, second.stdout.match(/no changes/g)]).toEqual([0, ["no changes", "no changes", "no changes"]]);
}, 120_000);

test("a stack that fails is reported with its error; only the stacks that read it are held back", () => {
  write("network", failing);
  const { status, stdout, stderr } = deploy(["--auto-approve"]);
  expect(status).toBe(1);
  expect(stdout.replace(/in \d+ s/, "in 1 s")).toBe(
    [
      "network  failed after 2 of 2 changes",
      "alone    done: 1 added, 0 changed, 0 destroyed",
      "",
      "1 of 3 stacks done in 1 s; failed: network",
      "apps was not started: it reads network",
      "network: Resource postcondition failed",
      "correct the errors above, then continue with: npm run deploy -- --stacks cdktf.out network apps",
      "",
    ].join("\n"),
  );
  expect(stderr).toBe("Error in network: Resource postcondition failed\n  at cdk.tf.json line 1\n  the VPC is not z\n");
}, 120_000);

test("a stack alone waits for the outputs that it reads", () => {
  const { status, stdout } = deploy(["apps", "--auto-approve"]);
  expect(status).toBe(3);
  expect(stdout).toContain("apps  waits: reads outputs of network that are not applied yet\n");
  expect(stdout).toContain("to continue: npm run deploy -- --stacks cdktf.out apps\n");
}, 120_000);

test("an error of init, and of a program that only exits, is shown", () => {
  write("alone", { ...alone, terraform: { backend: { nonsense: {} } } });
  const init = deploy(["alone", "--auto-approve"]);
  expect(init.status).toBe(1);
  expect(init.stdout).toContain("alone  failed in terraform init; nothing was changed\n");
  expect(init.stderr).toContain("nonsense");
  writeFileSync(join(folder, "silent.sh"), "#!/bin/sh\nexit 3\n", { mode: 0o755 });
  const silent = deploy(["network", "--auto-approve"], { TERRAFORM_BINARY_NAME: join(folder, "silent.sh") });
  expect([silent.status, silent.stderr]).toEqual([1, "  Terraform printed no error\n"]);
}, 120_000);

test("fails without a terminal and without --auto-approve, and for an unknown stack: nothing is deployed", () => {
  expect(deploy([])).toEqual({
    status: 2,
    stdout: "",
    stderr: "deploy asks before it changes a stack, and there is no terminal: add --auto-approve\n",
  });
  expect(deploy(["netwrok", "--auto-approve"]).stderr).toBe("no stack matches 'netwrok'; did you mean 'network'?\n");
  expect(deploy(["network", "--auto-approve"], { TERRAFORM_BINARY_NAME: "no-such-terraform" })).toMatchObject({
    status: 2,
    stderr: "cannot start no-such-terraform: install it, or name another program in TERRAFORM_BINARY_NAME\n",
  });
  expect(existsSync(join(folder, "network.tfstate"))).toBe(false);
});

test("a file that can't be synthesized is refused", () => {
  writeFileSync(join(folder, "organization.yaml"), "name: 1\n");
  const { status, stdout, stderr } = runCommand("deploy", ["--auto-approve"], folder, environment);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("organization.yaml:1:7");
  expect(stderr).toMatch(/nothing was deployed, because nothing was synthesized\n$/);
});

test("an interrupt stops Terraform once, saves the state and starts nothing more", async () => {
  write("network", {
    ...network,
    resource: {
      terraform_data: {
        vpc: { input: "vpc-1" },
        slow: {
          depends_on: ["terraform_data.vpc"],
          provisioner: [{ "local-exec": { command: "touch ../../../started; sleep 3" } }],
        },
        last: { input: "${terraform_data.slow.id}" },
      },
    },
  });
  const child = spawn(
    process.execPath,
    [join(projectRoot, "bin/mountpath.cjs"), "deploy", "--stacks", "cdktf.out", "--at-once", "1", "--auto-approve"],
    { cwd: folder, env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part.toString()));
  const ended = new Promise<number | null>((done) => child.once("close", (code) => done(code)));
  for (let turn = 0; turn < 1200 && !existsSync(join(folder, "started")); turn += 1) {
    await new Promise((done) => setTimeout(done, 50));
  }
  child.kill("SIGINT");
  expect(await ended).toBe(1);
  expect(output).toContain("stopping: Terraform completes the changes that it has begun and saves the states\n");
  expect(output).toMatch(/alone was not started\napps was not started: it reads network\n/);
  const { resources } = JSON.parse(readFileSync(join(folder, "network.tfstate"), "utf8")) as {
    resources: { name: string }[];
  };
  expect(resources.map(({ name }) => name)).toEqual(["slow", "vpc"]);
}, 120_000);

/** Runs a deploy on a terminal that `script` of util-linux provides, and answers one question after another. */
async function onTerminal(answers: readonly string[]): Promise<string> {
  if (spawnSync("script", ["--version"]).status !== 0) throw new Error("install script of util-linux (bsdutils)");
  const command = `${process.execPath} ${join(projectRoot, "bin/mountpath.cjs")} deploy --stacks cdktf.out --at-once 1`;
  const child = spawn("timeout", ["60", "script", "-qec", command, "/dev/null"], {
    cwd: folder,
    env: { ...process.env, ...environment, CI: "" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  const left = [...answers];
  child.stdout.on("data", (part: Buffer) => {
    output += part.toString();
    const asked = output.match(/\(the whole plan\): /g)?.length ?? 0;
    while (left.length > 0 && answers.length - left.length < asked) child.stdin.write(`${left.shift()}\n`);
  });
  await new Promise((done) => child.once("close", done));
  return output;
}

test("asks on a terminal: show prints the plan, and no holds back what reads the stack", async () => {
  const output = await onTerminal(["show", "no", "yes"]);
  expect(output).toContain("network: 1 to add, 0 to change, 0 to destroy");
  expect(output).toContain('+ resource "terraform_data" "vpc"');
  expect(output).toMatch(/network {2}not approved/);
  expect(output).toMatch(/alone {4}done: 1 added/);
  expect(output).toContain("apps was not started: it reads network");
  expect(existsSync(join(folder, "network.tfstate"))).toBe(false);
}, 120_000);

test("an answer of all approves the stacks that follow", async () => {
  const output = await onTerminal(["all"]);
  expect(output).toContain("3 of 3 stacks done");
  expect(output.match(/apply \w+\?/g)?.length).toBe(1);
}, 120_000);
