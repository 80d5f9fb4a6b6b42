/** One object in several inputs counts once. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type JsonObject } from "../../../../proof/graph/json/json-syntax";
import { graphOfPlans } from "../../../../proof/graph/read";
import { prove } from "../../../../proof/prove";

const fixture = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, "../../fixtures", name, "plan.json"), "utf8")) as JsonObject & {
    prior_state: JsonObject;
  };
const stateBefore = (plan: { prior_state: JsonObject }) => ({ ...plan.prior_state, format_version: "1.0" });
const judged = (inputs: Record<string, unknown>) => {
  const { paths, findings } = prove(graphOfPlans(inputs));
  return { paths: paths.map(({ verdict, subnet }) => `${verdict} in ${subnet}`).sort(), findings };
};

describe.each([
  ["forms/existing-stack-unchanged", ["mounts", "mounts"]],
  ["forms/existing-stack-mended", ["mounts", "mounts"]],
  ["forms/existing-stack-loses-a-mount-target", ["fails", "mounts"]],
  ["forms/existing-stack-replaces-a-rule", undefined],
  ["forms/existing-stack-of-separate-rules", undefined],
])("%s", (name, verdicts) => {
  const plan = fixture(name);
  const alone = judged({ plan });

  test.each<[string, Record<string, unknown>]>([
    ["after its state", { state: stateBefore(plan), plan }],
    ["before its state", { plan, state: stateBefore(plan) }],
    ["twice", { plan, again: structuredClone(plan) }],
  ])("gives the same result as alone, %s", (_, inputs) => {
    expect(judged(inputs)).toEqual(alone);
    if (verdicts) expect(alone.paths.map((path) => path.split(" ")[0])).toEqual(verdicts);
  });
});

test("a resource that a plan creates and a state has was created", () => {
  const plan = fixture("forms/existing-stack-unchanged") as JsonObject & {
    prior_state: JsonObject;
    resource_changes: { type: string; change: JsonObject }[];
  };
  const before = structuredClone(plan);
  for (const change of before.resource_changes) {
    if (change.type === "aws_efs_mount_target") change.change = { ...change.change, actions: ["create"], before: null };
  }
  const graph = graphOfPlans({ before, state: stateBefore(plan) });
  expect(graph.all("aws_efs_mount_target").map(({ document }) => document.name)).toEqual(["state", "state"]);
});

test("two stacks that adopt the same default are two", () => {
  const stack = (fileSystem: string) => ({
    format_version: "1.0",
    values: {
      root_module: {
        resources: [
          { type: "aws_default_vpc", name: "this", values: { id: "vpc-0aaaaaaaaaaaaaaa1" } },
          { type: "aws_efs_file_system", name: "this", values: { id: fileSystem } },
        ].map((one) => ({ ...one, mode: "managed", address: `${one.type}.${one.name}` })),
      },
    },
  });
  const graph = graphOfPlans({ a: stack("fs-0aaaaaaaaaaaaaaa1"), b: stack("fs-0aaaaaaaaaaaaaaa2") });
  expect(graph.all("aws_efs_file_system")).toHaveLength(2);
  expect(graph.all("aws_default_vpc")).toHaveLength(1);
});
