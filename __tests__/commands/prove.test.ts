import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Log } from "sarif";

import { type Report } from "../../proof/verdict";
import { projectRoot, runCommand } from "../support/command";
import { mountingStack } from "../support/mounting-stack";

let folder: string;

/** Writes a folder with one `main.tf.json` and returns its name. */
function write(name: string, json: unknown): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(
    join(folder, name, "main.tf.json"),
    typeof json === "string" ? json : JSON.stringify(json, undefined, 2),
  );
  return name;
}

const prove = (...args: string[]) => runCommand("prove", args, folder);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-prove-"));
  write("cdktf.out", mountingStack());
  const fails = mountingStack("api");
  fails.resource["aws_vpc"]!["apps"]!["enable_dns_hostnames"] = false;
  write("fails", fails);
  const unknown = mountingStack("jobs");
  unknown.resource["aws_vpc"]!["apps"]!["enable_dns_hostnames"] = "${var.hostnames}";
  write("unknown", unknown);
});

afterAll(() => rmSync(folder, { recursive: true }));

test("proves cdktf.out by default", () => {
  expect(prove()).toEqual({
    status: 0,
    stdout: expect.stringContaining("\n1 path: 1 mounts, 0 fail, 0 unknown\n"),
    stderr: "",
  });
});

test("fails with 1 if a path fails, with the hop and its fix", () => {
  const { status, stdout } = prove("fails");
  expect(status).toBe(1);
  expect(stdout).toContain("fails  aws_vpc.apps (VPC-01), fails/main.tf.json:14\n  vpc-dns: ");
  expect(stdout).toContain("\n1 path: 0 mount, 1 fails, 0 unknown\n");
});

test("exits with 3 if none fails and one is unknown", () => {
  const { status, stdout } = prove("unknown");
  expect(status).toBe(3);
  expect(stdout).toContain("\n1 path: 0 mount, 0 fail, 1 unknown\n");
});

test("proves several folders together", () => {
  const { status, stdout } = prove("cdktf.out", "fails", "unknown");
  expect(status).toBe(1);
  expect(stdout).toContain("\n3 paths: 1 mounts, 1 fails, 1 unknown\n");
});

test.each(["json", "markdown", "sarif"])("prints only %s to standard output", (format) => {
  const { status, stdout, stderr } = prove("--format", format, "fails");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^1 path: 0 mount, 1 fails, 0 unknown\n/);
  if (format === "markdown") expect(stdout).toMatch(/^## Mount paths\n/);
  else JSON.parse(stdout);
});

test("prints the report in the documented format", () => {
  const { paths, findings, version } = JSON.parse(prove("--format", "json", "fails").stdout) as Report;
  expect([version, paths.length, Array.isArray(findings)]).toEqual([1, 1, true]);
  expect(paths[0]).toMatchObject({
    workload: "aws_ecs_service.api",
    container: "api",
    mountPath: "/srv",
    fileSystem: "aws_efs_file_system.content",
    subnet: "aws_subnet.a",
    availabilityZone: "us-east-1a",
    verdict: "fails",
  });
  expect(Object.keys(paths[0]!.hops[0]!)).toEqual(["hop", "verdict", "rule", "resource", "detail", "location"]);
});

test("the SARIF location is the file that was read", () => {
  const log = JSON.parse(prove("--format", "sarif", "fails").stdout) as Log;
  const [result] = log.runs[0]!.results!;
  expect(result!.locations![0]!.physicalLocation).toEqual({
    artifactLocation: { uri: "fails/main.tf.json", uriBaseId: "%SRCROOT%" },
    region: { startLine: 14 },
  });
});

test.each([
  [["--format", "yaml"], "error: option '--format <format>' argument 'yaml' is invalid."],
  [["--fromat", "json"], "error: unknown option '--fromat'"],
  [["nowhere"], "nowhere "],
])("fails with 2 for %j", (args, message) => {
  const { status, stdout, stderr } = prove(...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});

test("reports that nothing mounts a file system", () => {
  const { resource, provider } = mountingStack();
  const name = write("empty", { provider, resource: { aws_vpc: resource["aws_vpc"] } });
  expect(prove(name)).toEqual({
    status: 0,
    stdout: "0 paths: 0 mount, 0 fail, 0 unknown\n",
    stderr: "found no workload that mounts a file system\n",
  });
});

test("ignores a reader that closes the pipe", () => {
  const many = mountingStack();
  const [service] = Object.values(many.resource["aws_ecs_service"]!);
  for (let at = 0; at < 500; at++) many.resource["aws_ecs_service"]![`web-${at}`] = { ...service, name: `web-${at}` };
  const name = write("many", many);
  const command = `node ${join(projectRoot, "bin/mountpath.cjs")} prove ${name} | head -1; exit \${PIPESTATUS[0]}`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], { cwd: folder, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^✓ mounts {2}aws_ecs_service\.web/);
});

test("uses no color without a terminal", () => {
  expect(prove("fails").stdout).not.toContain("\u001b");
});
