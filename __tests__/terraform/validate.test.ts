import { exampleNamed } from "../support/examples";
import { synthFile } from "../support/synth";
import { TerraformFolder } from "../support/terraform";
import { variants } from "../support/variants";

describe("the real Terraform with the real AWS provider", () => {
  const terraform = new TerraformFolder();
  afterAll(() => terraform.dispose());

  describe.each(Object.entries(variants))("%s", (_, file) => {
    const stacks = synthFile(file);

    test.each(Object.keys(stacks))("%s is valid", async (name) => {
      expect(await terraform.validate(stacks[name]!.json)).toMatchObject({ valid: true, diagnostics: [] });
    });
  });

  describe("examples/many-accounts, a stack of each kind", () => {
    const stacks = synthFile(exampleNamed("many-accounts"));
    const kinds = ["state-bucket", "shared-network", "vpc-web-prod", "vpc-sandbox-1"];

    test.each([...kinds, "ecs-web-prod", "ecs-batch-dev", "eks-k8s-dev"])("%s is valid", async (name) => {
      expect(await terraform.validate(stacks[name]!.json)).toMatchObject({ valid: true, diagnostics: [] });
    });
  });

  test("fails on an attribute that the provider does not know", async () => {
    const json = synthFile(variants["example"]!)["vpc-apps"]!.json.replace('"enable_dns_support"', '"enable_dns"');
    const { valid, diagnostics } = await terraform.validate(json);
    expect(valid).toBe(false);
    expect(diagnostics).toMatchObject([{ summary: "Extraneous JSON object property" }]);
  });
});
