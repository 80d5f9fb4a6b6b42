import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { recordedPlans } from "../../review/recorded-plans";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-recorded-"));
  writeFileSync(join(folder, "manifest.json"), "{}");
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

test("fails if nothing was planned", () => {
  expect(() => recordedPlans([folder])).toThrow(
    `${folder} has no plans: run npm run plan, or name the files of terraform plan -out`,
  );
});
