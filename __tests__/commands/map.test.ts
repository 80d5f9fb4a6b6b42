import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runCommand } from "../support/command";
import { mountingStack } from "../support/mounting-stack";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-map-"));
  mkdirSync(join(folder, "apps"));
  write("apps/main.tf.json", mountingStack());
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, value: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(value));
}

const map = (...args: string[]) => runCommand("map", args, folder);

test("writes map.html and nothing else", () => {
  expect(map("apps")).toEqual({
    status: 0,
    stdout: "",
    stderr: "map.html written\n1 path: 1 mounts, 0 fail, 0 unknown\n",
  });
  expect(readdirSync(folder).sort()).toEqual(["apps", "map.html"]);
  expect(readFileSync(join(folder, "map.html"), "utf8")).toMatch(/^<!doctype html>\n/);
});

test("exits with 0 if a path fails; --output - is the standard output", () => {
  const stack = mountingStack();
  stack.resource["aws_vpc"]!["apps"]!["enable_dns_hostnames"] = false;
  write("apps/main.tf.json", stack);
  const { status, stdout, stderr } = map("--output", "-", "apps");
  expect([status, stderr]).toEqual([0, "1 path: 0 mount, 1 fails, 0 unknown\n"]);
  expect(stdout).toMatch(/<\/html>\n$/);
  expect(readdirSync(folder)).toEqual(["apps"]);
});

test.each([
  ["mermaid", /^flowchart LR\n {2}p0w\["aws_ecs_service\.web<br>web:\/srv<br>us-east-1a"\]\n/],
  ["svg", /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /],
])("--format %s draws the only workload on the standard output", (format, start) => {
  const { status, stdout } = map("--format", format, "apps");
  expect(status).toBe(0);
  expect(stdout).toMatch(start);
  expect(readdirSync(folder)).toEqual(["apps"]);
});

describe("the workload to draw", () => {
  beforeEach(() => {
    mkdirSync(join(folder, "more"));
    write("more/main.tf.json", mountingStack("api"));
  });

  test.each(["api", "aws_ecs_service.api", "more", "more:aws_ecs_service.api"])("is named %s", (name) => {
    const { status, stdout } = map("--format", "mermaid", "--workload", name, "apps", "more");
    expect([status, stdout.split("\n")[1]]).toEqual([0, '  p0w["aws_ecs_service.api<br>api:/srv<br>us-east-1a"]']);
  });

  const workloads = "apps:aws_ecs_service.web, more:aws_ecs_service.api";
  test.each([
    [[], `choose one with --workload: ${workloads}\n`],
    [["--workload", "jobs"], `no workload is called 'jobs'; there are: ${workloads}\n`],
  ])("exits with 2 for %j", (args, stderr) => {
    expect(map("--format", "svg", ...args, "apps", "more")).toEqual({ status: 2, stdout: "", stderr });
  });
});

test("exits with 2 and writes nothing if the input can't be read", () => {
  writeFileSync(join(folder, "bad.json"), "[1]");
  const { status, stdout, stderr } = map("bad.json");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^bad\.json is JSON, but not Terraform's/);
  expect(readdirSync(folder).sort()).toEqual(["apps", "bad.json"]);
});

test("exits with 2 if the output can't be written", () => {
  const { status, stderr } = map("--output", "nowhere/map.html", "apps");
  expect(status).toBe(2);
  expect(stderr).toMatch(/^can't write nowhere\/map\.html: ENOENT/);
});
