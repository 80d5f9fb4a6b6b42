import { parseOrganizationText } from "../../config/load";
import { richOrganizations } from "../aws-rules/organizations";
import { firstDeployment } from "../changes/deployed";
import { type Planned, Planner } from "../changes/planned";
import { allResources, synthesized } from "../changes/synthesized";
import { synthFile } from "../support/synth";
import { type Diagnostic, validateStacks } from "../support/validate-stacks";
import { yamlOf } from "../support/variants";

describe("the organizations", () => {
  const organizations = ["harbor", "clinic"].map((name) => {
    const file = richOrganizations[name]!;
    const stacks = synthesized(parseOrganizationText(name, yamlOf(file)).organization);
    const jsons = Object.entries(synthFile(file)).map(([stack, { json }]) => [stack, json] as const);
    return { name, stacks, jsons: new Map(jsons) };
  });

  let found: ReadonlyMap<string, readonly Diagnostic[]>;
  let plans: Planned;
  beforeAll(async () => {
    const all = organizations.flatMap(({ name, jsons }) =>
      [...jsons].map(([stack, json]) => [`${name}: ${stack}`, json] as const),
    );
    found = await validateStacks(new Map(all));
    const configurations = organizations.map(
      ({ name, stacks }) => [name, { configuration: firstDeployment(stacks).configuration, deployed: [] }] as const,
    );
    const planner = await Planner.start();
    plans = await planner.planned(new Map(configurations)).finally(() => planner.stop());
  }, 600_000);

  describe.each(organizations)("$name", ({ name, stacks, jsons }) => {
    test.each([...jsons.keys()])("%s is valid", (stack) => {
      expect(found.get(`${name}: ${stack}`)).toEqual([]);
    });

    /** With ids as AWS would assign them: the provider then checks policies, user data and definitions. */
    test("is planned as a whole: everything is created", () => {
      expect(plans.refused.get(name)).toBeUndefined();
      const actions = plans.changes.get(name)!.map(({ actions: each }) => each.join());
      expect(new Set(actions)).toEqual(new Set(["create"]));
      expect(actions).toHaveLength(allResources(stacks).size);
    });
  });
});
