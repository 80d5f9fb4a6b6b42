import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { recordedPlans } from "../../review/input/recorded-plans";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-recorded-"));
  const stacks = ["network", "apps", "web", "jobs", "eks", "old"].map((name) => [
    name,
    { name, workingDirectory: `stacks/${name}`, dependencies: [] },
  ]);
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(stacks) as object }));
});
afterEach(() => rmSync(folder, { recursive: true }));

const outcome = (stack: string, status: string, saved: boolean, details = "") => ({ stack, status, details, saved });

test("a synthesized folder stands for its plans and for what could not be planned", () => {
  const stacks = [
    outcome("network", "changes", true),
    outcome("apps", "no changes", true),
    outcome("web", "waits", true, "reads outputs of apps that are not applied yet"),
    outcome("jobs", "waits", false, "reads outputs of apps that are not applied yet"),
    outcome("eks", "failed", true, "Cannot assume IAM Role"),
    outcome("old", "failed", false, "Invalid resource type"),
  ];
  writeFileSync(join(folder, "plans.json"), JSON.stringify({ version: 1, stacks }));
  const plan = (stack: string) => join(folder, "stacks", stack, "plan");
  expect(recordedPlans([folder, "other.json"])).toEqual({
    paths: [plan("network"), plan("apps"), plan("web"), plan("eks"), "other.json"],
    folder,
    unplanned: [
      "jobs=reads outputs of apps that are not applied yet",
      "eks=Cannot assume IAM Role",
      "old=Invalid resource type",
    ],
  });
});

test("other paths are plans themselves", () => {
  mkdirSync(join(folder, "plain"));
  expect(recordedPlans(["plan", join(folder, "plain")])).toEqual({
    paths: ["plan", join(folder, "plain")],
    unplanned: [],
  });
});

test("a stack that a later synth removed is left out", () => {
  const stacks = [outcome("gone", "changes", true), outcome("apps", "no changes", true)];
  writeFileSync(join(folder, "plans.json"), JSON.stringify({ version: 1, stacks }));
  expect(recordedPlans([folder]).paths).toEqual([join(folder, "stacks/apps/plan")]);
});

test.each(["", "{}", '{ "stacks": [null] }'])("fails on a record of another form: '%s'", (text) => {
  writeFileSync(join(folder, "plans.json"), text);
  expect(() => recordedPlans([folder])).toThrow("has no plans");
});

test("fails if nothing was planned", () => {
  expect(() => recordedPlans([folder])).toThrow(
    `${folder} has no plans: run npm run plan, or name the files of terraform plan -out`,
  );
});
