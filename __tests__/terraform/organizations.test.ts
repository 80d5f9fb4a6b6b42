import { parseOrganizationText } from "../../config/load";
import { richOrganizations } from "../aws-rules/organizations";
import { firstDeployment } from "../changes/deployed";
import { planned } from "../changes/planned";
import { allResources, synthesized } from "../changes/synthesized";
import { synthFile } from "../support/synth";
import { TerraformFolder } from "../support/terraform";
import { yamlOf } from "../support/variants";

describe.each(["harbor", "clinic"])("the organization %s", (name) => {
  const file = richOrganizations[name]!;
  const terraform = new TerraformFolder();
  afterAll(() => terraform.dispose());

  const stacks = synthFile(file);
  test.each(Object.keys(stacks))("%s is valid", async (stack) => {
    expect(await terraform.validate(stacks[stack]!.json)).toMatchObject({ valid: true, diagnostics: [] });
  });

  /** With ids as AWS would assign them: the provider then checks policies, user data and definitions. */
  test("is planned as a whole: everything is created", async () => {
    const made = synthesized(parseOrganizationText(name, yamlOf(file)).organization);
    const { configuration } = firstDeployment(made);
    const { changes, refused } = await planned(new Map([[name, { configuration, deployed: [] }]]));
    expect([...refused]).toEqual([]);
    const actions = changes.get(name)!.map(({ actions: each }) => each.join());
    expect(new Set(actions)).toEqual(new Set(["create"]));
    expect(actions).toHaveLength(allResources(made).size);
  });
});
