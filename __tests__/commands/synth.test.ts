import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseDocument } from "yaml";

import { afterSynth } from "../../proof/report/after-synth";
import { projectRoot, runCommand } from "../support/command";
import { mountingStack } from "../support/mounting-stack";

interface Stack {
  resource: Record<string, Record<string, unknown>>;
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-synth-"));
  copyFileSync(join(projectRoot, "organization.yaml"), join(folder, "organization.yaml"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("writes the example, in which every path mounts", () => {
  const { status, stdout, stderr } = runCommand("synth", [], folder);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/\n\d+ paths: (\d+) mount, 0 fail, 0 unknown\n$/);
  expect(existsSync(join(folder, "cdktf.out/manifest.json"))).toBe(true);
});

test("reports the line of the file that fixes it", () => {
  const written = join(folder, "cdktf.out/stacks/vpc-apps/cdk.tf.json");
  const stack = JSON.parse(readFileSync(written, "utf8")) as Stack;
  delete stack.resource["aws_efs_mount_target"]!["content_us-east-1b"];
  writeFileSync(written, JSON.stringify(stack));
  const file = readFileSync(join(folder, "organization.yaml"), "utf8").split("\n");
  const line =
    file.findIndex((text, at) => /^ {4}availabilityZones:/.test(text) && file[at - 1]!.includes("10.10.")) + 1;
  const { status, stdout } = runCommand("prove", [], folder);
  expect(status).toBe(1);
  expect(stdout).toContain(
    `workloadVpcs.apps.availabilityZones: [us-east-1a, us-east-1b] # organization.yaml:${line}\n`,
  );
});

test("--no-prove only writes", () => {
  const { status, stdout } = runCommand("synth", ["--no-prove"], folder);
  expect(status).toBe(0);
  expect(stdout).not.toContain("paths:");
});

describe("a synth of some stacks", () => {
  const time = (stack: string) => statSync(join(folder, "cdktf.out/stacks", stack, "cdk.tf.json")).mtimeMs;
  const stacks = () =>
    Object.keys(
      (JSON.parse(readFileSync(join(folder, "cdktf.out/manifest.json"), "utf8")) as { stacks: object }).stacks,
    );

  test("--stack writes the matching stacks and keeps the others", () => {
    runCommand("synth", ["--no-prove"], folder);
    const all = stacks();
    const { status, stdout } = runCommand("synth", ["--no-prove", "--stack", "ecs-*", "vpc-apps"], folder);
    expect(status).toBe(0);
    expect(
      stdout
        .split("\n")
        .filter((line) => /^(ecs|vpc|eks|shared)-/.test(line))
        .map((line) => line.split(" ")[0]),
    ).toEqual(["vpc-apps", "ecs-web"]);
    expect(stacks()).toEqual(all);
  });

  test("--stack fails if nothing matches, and suggests the nearest", () => {
    const { status, stderr } = runCommand("synth", ["--stack", "vpc-app"], folder);
    expect([status, stderr]).toEqual([2, "no stack matches 'vpc-app'; did you mean 'vpc-apps'?\n"]);
  });

  test("--stack writes the same bytes from the file as the last synth checked it, and reads a changed file anew", () => {
    runCommand("synth", ["--no-prove"], folder);
    const written = join(folder, "cdktf.out/stacks/ecs-web/cdk.tf.json");
    const bytes = readFileSync(written, "utf8");
    const checked = join(folder, "cdktf.out/organization.checked.json");
    const record = readFileSync(checked, "utf8");
    writeFileSync(checked, record.replaceAll('"desiredCount":2', '"desiredCount":7'));
    runCommand("synth", ["--no-prove", "--stack", "ecs-web"], folder);
    expect(readFileSync(written, "utf8")).toBe(bytes.replace('"desired_count": 2', '"desired_count": 7'));
    const file = join(folder, "organization.yaml");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace("desiredCount: 2", "desiredCount: 3"));
    runCommand("synth", ["--no-prove", "--stack", "ecs-web"], folder);
    expect(readFileSync(written, "utf8")).toBe(bytes.replace('"desired_count": 2', '"desired_count": 3'));
    writeFileSync(file, before);
  });

  test("a changed file is checked for --stack too", () => {
    const file = join(folder, "organization.yaml");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace("desiredCount: 2", "desiredCount: two"));
    expect(runCommand("synth", ["--no-prove", "--stack", "ecs-web"], folder).status).toBe(2);
    writeFileSync(file, before);
  });

  test("unchanged stacks are not written", () => {
    const file = join(folder, "organization.yaml");
    const before = readFileSync(file, "utf8");
    runCommand("synth", ["--no-prove"], folder);
    const [network, ecs] = [time("shared-network"), time("ecs-web")];
    writeFileSync(file, before.replace("desiredCount: 2", "desiredCount: 3"));
    runCommand("synth", ["--no-prove"], folder);
    expect(time("shared-network")).toBe(network);
    expect(time("ecs-web")).toBeGreaterThan(ecs);
    writeFileSync(file, before);
  });

  test("the same input writes nothing and prints the same messages, unless a file was changed by hand", () => {
    const first = runCommand("synth", ["--no-prove"], folder);
    const record = statSync(join(folder, "cdktf.out/synth.json")).mtimeMs;
    expect(runCommand("synth", ["--no-prove"], folder)).toEqual(first);
    expect(statSync(join(folder, "cdktf.out/synth.json")).mtimeMs).toBe(record);
    const written = join(folder, "cdktf.out/stacks/vpc-apps/cdk.tf.json");
    const json = readFileSync(written, "utf8");
    writeFileSync(written, "{}");
    runCommand("synth", ["--no-prove"], folder);
    expect(readFileSync(written, "utf8")).toBe(json);
  });
});

describe("a finding that the checks of the file have told", () => {
  const told = (path: string) => ({
    path: path.split("."),
    message: "no client may connect to them (ECS-30); add clients",
  });
  let out: string;

  beforeAll(() => {
    const file = join(folder, "organization.yaml");
    const before = readFileSync(file, "utf8");
    // The example's service without its clients, found by name.
    const document = parseDocument(before);
    document.deleteIn(["workloads", "web", "services", "nginx", "allowFrom"]);
    document.setIn(["workloads", "web", "services", "nginx", "discovery"], true);
    document.setIn(["workloads", "web", "namespace"], "web.internal");
    writeFileSync(file, String(document));
    out = join(folder, "discovered");
    const { status } = runCommand("synth", ["--no-prove"], folder, { CDKTF_OUTDIR: out });
    expect(status).toBe(0);
    writeFileSync(file, before);
  });

  test("is not repeated", async () => {
    const { text } = await afterSynth(out, false, [told("workloads.web.services.nginx.discovery")]);
    expect(text).not.toContain("ECS-30");
  });

  test("of another service is, with its line", async () => {
    const { text } = await afterSynth(out, false, [told("workloads.web.services.other.discovery")]);
    expect(text).toMatch(/aws_ecs_service\.nginx \(ECS-30\), .*organization\.yaml:\d+\n/);
  });
});

describe("after synth", () => {
  const judged = (change: (stack: ReturnType<typeof mountingStack>) => void) => {
    const stack = mountingStack();
    change(stack);
    const file = join(folder, "main.tf.json");
    writeFileSync(file, JSON.stringify(stack));
    return afterSynth(file, false);
  };

  test("passes if every path mounts", async () => {
    expect(await judged(() => undefined)).toEqual({ text: "1 path: 1 mounts, 0 fail, 0 unknown\n", fails: false });
  });

  test("fails if a path fails, and reports it", async () => {
    const { text, fails } = await judged(({ resource }) => {
      resource["aws_ecs_service"]!["web"]!["platform_version"] = "1.3.0";
    });
    expect(fails).toBe(true);
    expect(text).toContain("fails  aws_ecs_service.web (ECS-01)\n  platform: ");
  });

  test("counts unknown paths, and says where to read about them", async () => {
    const { text, fails } = await judged(({ resource }) => {
      resource["aws_ecs_service"]!["web"]!["platform_version"] = "${var.version}";
    });
    expect(fails).toBe(false);
    expect(text).toBe(
      "1 path: 0 mount, 0 fail, 1 unknown\nto see what is unknown and what would settle it: npm run prove\n",
    );
  });

  test("refers to a finding that is unknown, and does not fail", async () => {
    const { text, fails } = await judged(({ resource }) => {
      delete resource["aws_ecs_service"];
    });
    expect(fails).toBe(false);
    expect(text).toContain("ECS-29");
    expect(text).toContain("to see what is unknown and what would settle it: npm run prove\n");
  });
});
