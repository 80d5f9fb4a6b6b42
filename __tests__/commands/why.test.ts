import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { projectRoot, runCommand } from "../support/command";
import { exampleFile, yamlOf } from "../support/variants";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mountpath-why-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** With a text on standard input. */
function why(input: string, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, "bin/mountpath.cjs"), "why", ...options],
    { cwd: folder, encoding: "utf8", input },
  );
  return { status, stdout, stderr };
}

const unresolved =
  'Failed to resolve "fs-0123456789abcdef0.efs.us-east-1.amazonaws.com" - check that your file system ID is correct.';

test("a message leads to its hop, its rule and its page", () => {
  expect(runCommand("why", ["--", "mount.nfs4:", "Connection", "timed", "out"], folder)).toEqual({
    status: 0,
    stdout:
      "mount.nfs4: Connection timed out\n" +
      "  mount.nfs4: Connection timed out\n" +
      "    hop network: EFS-11 (NFS (tcp/2049) is blocked)\n" +
      "    docs/rules/EFS-11.md\n",
    stderr: "",
  });
});

test("the reasons of stopped tasks are read from standard input", () => {
  const tasks = [{ stoppedReason: "Task failed to start", containers: [{ reason: unresolved }] }];
  const { status, stdout } = why(JSON.stringify({ tasks }));
  expect(status).toBe(0);
  expect(stdout).toContain("Task failed to start\n  this message is not known, and none is near\n\n");
  expect(stdout).toContain("    hop resolver: DNS-03 (AWS names are forwarded to DNS servers outside AWS)\n");
});

test("with a folder, it says what prove says of each path", () => {
  writeFileSync(join(folder, "organization.yaml"), yamlOf(exampleFile()));
  expect(runCommand("synth", ["--no-prove"], folder).status).toBe(0);
  const path = "    aws_ecs_service.nginx (ecs-web) /usr/share/nginx/html in us-east-1a: ";
  expect(why(unresolved, "--in", "cdktf.out").stdout).toContain(
    `${path}resolver passes in this input; the deployed resources may differ from it\n`,
  );
  // The rule for AWS's names is no longer associated with the VPC.
  const stack = join(folder, "cdktf.out/stacks/vpc-apps/cdk.tf.json");
  const json = JSON.parse(readFileSync(stack, "utf8")) as {
    resource: { aws_route53_resolver_rule_association: Record<string, unknown> };
  };
  delete json.resource.aws_route53_resolver_rule_association["amazonaws_com"];
  writeFileSync(stack, JSON.stringify(json));
  const { status, stdout } = why(unresolved, "--in", "cdktf.out");
  expect(status).toBe(0);
  expect(stdout).toContain(`${path}resolver fails at `);
  expect(stdout).toContain("(DNS-03): ");
});

test("fails with 3 if no message is known", () => {
  const { status, stdout } = why("the mount was denied access by the server");
  expect(status).toBe(3);
  expect(stdout).toContain(
    "  this message is not known; near ones:\n  mount.nfs4: access denied by server while mounting\n",
  );
});

test("fails with 2 without a message, or with an input that can't be read", () => {
  expect(why("")).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "there is no message: write it after --, or pipe it or the output of aws ecs describe-tasks to this command\n",
  });
  expect(why(unresolved, "--in", "none").status).toBe(2);
});

test("keeps a message from the terminal's control", () => {
  expect(why(`\u001b[2J ${unresolved}`).stdout).toContain("\\u{1b}[2J Failed to resolve");
});

test("JSON has the known messages", () => {
  const { stdout } = why("exec format error", "--format", "json");
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    messages: [
      {
        message: "exec format error",
        exact: [{ text: "exec format error", rules: ["ECS-15"], hop: "platform" }],
        near: [],
      },
    ],
  });
});
