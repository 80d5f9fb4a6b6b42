import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterSynth } from "../../proof/report/after-synth";
import { projectRoot, runCommand } from "../support/command";
import { mountingStack } from "../support/mounting-stack";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-synth-"));
  copyFileSync(join(projectRoot, "organization.yaml"), join(folder, "organization.yaml"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("the example is written, and every path of it mounts", () => {
  const { status, stdout, stderr } = runCommand("synth", [], folder);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/\n\d+ paths: (\d+) mount, 0 fail, 0 unknown\n$/);
  expect(existsSync(join(folder, "cdktf.out/manifest.json"))).toBe(true);
});

test("--no-prove only writes", () => {
  const { status, stdout } = runCommand("synth", ["--no-prove"], folder);
  expect(status).toBe(0);
  expect(stdout).not.toContain("paths:");
});

describe("after synth", () => {
  const judged = (change: (stack: ReturnType<typeof mountingStack>) => void) => {
    const stack = mountingStack();
    change(stack);
    const file = join(folder, "main.tf.json");
    writeFileSync(file, JSON.stringify(stack));
    return afterSynth(file, false);
  };

  test("all is well where every path mounts", () => {
    expect(judged(() => undefined)).toEqual({ text: "1 path: 1 mounts, 0 fail, 0 unknown\n", fails: false });
  });

  test("fails if a path fails, and tells it", () => {
    const { text, fails } = judged(({ resource }) => {
      resource["aws_ecs_service"]!["web"]!["platform_version"] = "1.3.0";
    });
    expect(fails).toBe(true);
    expect(text).toContain("platform fails at aws_ecs_service.web (ECS-01)");
  });

  test("what is unknown is counted, and where to read of it", () => {
    const { text, fails } = judged(({ resource }) => {
      resource["aws_ecs_service"]!["web"]!["platform_version"] = "${var.version}";
    });
    expect(fails).toBe(false);
    expect(text).toBe("1 path: 0 mount, 0 fail, 1 unknown\nwhat is unknown, and what would settle it: npm run prove\n");
  });
});
