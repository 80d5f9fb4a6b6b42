import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { projectRoot, runCommand } from "../support/command";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mountpath-init-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("a folder without a file says how to begin", () => {
  expect(runCommand("synth", [], folder)).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "organization.yaml has 1 problem\n  organization.yaml: file not found; name another with --config FILE, or write a new one with mountpath init (npm run init)\n",
  });
});

const install = `to install mountpath in this folder: npm install --save-dev ${projectRoot}\n`;

test("does not say how to install mountpath where it is installed", () => {
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  writeFileSync(join(folder, "node_modules/.bin/mountpath"), "");
  expect(runCommand("init", [], folder).stdout).not.toContain("npm install");
});

test.each([
  ["the defaults", [], "ecs-web"],
  [
    "every option",
    [
      ...["--name", "acme", "--region", "cn-north-1", "--platform", "eks-fargate", "--state-bucket", "acme-states"],
      ...["--network-account", "333333333333", "--workload-account", "444444444444"],
      ...["--dns-server", "10.9.0.1", "--transit-gateway", "tgw-0aaaaaaaaaaaaaaa0"],
    ],
    "eks-web",
  ],
  ["one account", ["--workload-account", "111111111111"], "ecs-web"],
])("a new file synthesizes and every path mounts, with %s", (_, options, workload) => {
  expect(runCommand("init", options, folder)).toEqual({
    status: 0,
    stdout: `wrote organization.yaml, .gitignore, cdktf.json, package.json, organization.schema.json\n${install}next: replace what is not yours, then check it with: npx mountpath synth\n`,
    stderr: "",
  });
  const { status, stdout, stderr } = runCommand("synth", [], folder);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`\n${workload} `);
  expect(stdout).toContain("deploy with: npm run deploy\n");
  expect(stdout).toContain("\n2 paths: 2 mount, 0 fail, 0 unknown\n");
});

test("fails if the file exists, and keeps the other files", () => {
  for (const name of ["organization.yaml", ".gitignore", "cdktf.json"]) writeFileSync(join(folder, name), "mine");
  expect(runCommand("init", [], folder)).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "organization.yaml exists already and was not changed: check it with mountpath synth, or write another file with --config FILE\n",
  });
  const { status, stdout } = runCommand("init", ["--config", "acme.yaml"], folder);
  expect([status, stdout]).toEqual([
    0,
    `wrote acme.yaml, package.json, organization.schema.json; kept .gitignore, cdktf.json\n${install}next: replace what is not yours, then check it with: npx mountpath synth --config acme.yaml\n`,
  ]);
  for (const name of ["organization.yaml", ".gitignore", "cdktf.json"])
    expect(readFileSync(join(folder, name), "utf8")).toBe("mine");
});

test("has a script for each command that the documentation starts with npm run", () => {
  runCommand("init", [], folder);
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const documented = ["README.md", "docs/deployment.md", "docs/ci.md", "docs/review.md", "docs/prove.md"].flatMap(
    (file) => {
      const text = readFileSync(join(projectRoot, file), "utf8");
      return [...text.matchAll(/npm run (?:--silent )?([a-z-]+)/g)].map(([, name]) => name!);
    },
  );
  // Of this repository, or started before there is a file.
  const others = ["test", "init", "bench", "docs", "new", "lint"];
  const users = [...new Set(documented)].filter((name) => !others.includes(name) && !name.startsWith("test"));
  expect(users.filter((name) => scripts[name] !== `mountpath ${name}`)).toEqual([]);
});

test("prints the command that adds missing scripts to a package.json, which is not changed", () => {
  const text = JSON.stringify({ scripts: { synth: "mine" } });
  writeFileSync(join(folder, "package.json"), text);
  expect(runCommand("init", [], folder).stdout).toContain(
    'to start commands with npm run, as the documentation does: npm pkg set scripts.prove="mountpath prove" scripts.dig=',
  );
  expect(readFileSync(join(folder, "package.json"), "utf8")).toBe(text);
});

test("fails with every invalid value, and writes nothing", () => {
  const options = ["--name", "Bad", "--region", "us-east-1\u001b[2J", "--network-account", "1", "--dns-server", "x"];
  expect(runCommand("init", options, folder)).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "--name: should be a name of lower-case letters, digits and hyphens that begins with a letter, 32 characters at most, got 'Bad'\n" +
      "--region: should be an AWS Region, such as us-east-1, got 'us-east-1\\u001b[2J'\n" +
      "--network-account: should be an AWS account id: 12 digits in quotes, such as \"123456789012\", got '1'\n" +
      "--dns-server: should be an IPv4 or IPv6 address, such as 10.2.0.1, got 'x'\n",
  });
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ["github", [".github/workflows/mountpath-deploy.yml", ".github/workflows/mountpath-review.yml"]],
  ["gitlab", [".gitlab-ci.yml"]],
  ["atlantis", ["repos.yaml"]],
])("--ci %s writes the pipelines of workflows/", (system, files) => {
  const { status, stdout } = runCommand("init", ["--ci", system], folder);
  expect(status).toBe(0);
  for (const file of files) {
    const source = join(projectRoot, "workflows", system, basename(file));
    expect(readFileSync(join(folder, file), "utf8")).toBe(readFileSync(source, "utf8"));
    expect(stdout).toContain(file);
  }
});

test("the schema that editors use is written beside the file", () => {
  runCommand("init", [], folder);
  const written = readFileSync(join(folder, "organization.schema.json"), "utf8");
  expect(written).toBe(readFileSync(join(projectRoot, "organization.schema.json"), "utf8"));
});
