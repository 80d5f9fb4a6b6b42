import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Graph } from "../../../../proof/graph/graph";
import { graphOfPlans, readInputs } from "../../../../proof/graph/read";

const folder = join(__dirname, "..", "fixtures", "providers");
const plan = join(folder, "plan.json");
const json = JSON.parse(readFileSync(plan, "utf8")) as Record<string, never>;

const vpcs = [
  ["aws_vpc.home", "eu-west-1", "a root variable"],
  ["aws_vpc.away", "eu-west-3", "a local"],
  ["aws_vpc.flip", "us-east-2", "a conditional on a variable that holds another Region"],
  ["module.legacy.aws_vpc.own", "us-west-2", "a variable of the module that configures the provider"],
  ["module.legacy.aws_vpc.away", "eu-west-1", "an alias within a module, by a variable that the caller sets"],
  ["module.passed.aws_vpc.passed", "eu-west-3", "a provider that the caller passes"],
  ["module.passed.module.inner.aws_vpc.inner", "eu-west-3", "one that is passed on"],
  ["module.passed.module.peer.aws_vpc.inner", "us-east-2", "one that is passed on under another name"],
] as const;

const regionIn = (graph: Graph, address: string) => graph.resource(address)?.provider?.region;

describe.each([
  ["a plan", () => Promise.resolve(graphOfPlans({ plan: json }))],
  ["a plan and its source", () => readInputs([plan], undefined, [], [folder])],
  ["the source", () => readInputs([folder])],
])("the Region of a provider in %s", (_name, read) => {
  test.each(vpcs)("%s is in %s: %s", async (address, region) => {
    expect(regionIn(await read(), address)).toBe(region);
  });
});

/** The plan with other expressions of its root provider, and without what tells the Region otherwise. */
function planWith(expressions: Record<string, unknown>, variables: Record<string, unknown> = {}): Graph {
  const provider = { name: "aws", expressions };
  const changed = structuredClone(json) as Record<string, Record<string, Record<string, unknown>>>;
  changed["configuration"]!["provider_config"] = { aws: provider };
  return graphOfPlans({ plan: { ...changed, variables } });
}

describe("a plan's provider", () => {
  test.each([
    ["a local, of which the plan shows nothing", { references: ["local.region"] }],
    ["a value that is not a Region, such as a condition's", { references: ["var.environment"] }],
    ["two references", { references: ["var.home", "var.away"] }],
  ])("has no known Region with %s", (_what, region) => {
    const graph = planWith(
      { region },
      { environment: { value: "prod" }, home: { value: "eu-west-1" }, away: { value: "eu-west-3" } },
    );
    expect(regionIn(graph, "aws_vpc.home")).toBeUndefined();
  });

  test("has the account of the role that it assumes", () => {
    const role = { constant_value: "arn:aws:iam::123456789012:role/deploy" };
    const graph = planWith({ assume_role: [{ role_arn: role }] });
    expect(graph.resource("aws_vpc.home")?.provider?.accounts).toEqual(["123456789012"]);
  });
});
