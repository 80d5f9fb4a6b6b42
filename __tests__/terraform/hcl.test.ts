import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { projectRoot, runCommand } from "../support/command";
import { TerraformFolder } from "../support/terraform";

/** The limits of `cdktf synth --hcl` in docs/deployment.md. A version of cdktf without them fails here. */
describe("the HCL that cdktf writes", () => {
  const terraform = new TerraformFolder();
  const folder = mkdtempSync(join(tmpdir(), "mountpath-hcl-"));
  afterAll(() => {
    terraform.dispose();
    rmSync(folder, { recursive: true });
  });

  async function validate(stack: string) {
    copyFileSync(join(folder, "cdktf.out/stacks", stack, "cdk.tf"), join(terraform.path, "cdk.tf"));
    // A file that can't be parsed fails the init already.
    await terraform.init().catch(() => undefined);
    const { stdout } = await terraform.run(["validate", "-json"]);
    return JSON.parse(stdout) as { valid: boolean; diagnostics: { severity: string; summary: string }[] };
  }

  test("is written with a warning", () => {
    const { status, stderr } = runCommand(
      "synth",
      ["--no-prove", "--config", join(projectRoot, "organization.yaml")],
      folder,
      { SYNTH_HCL_OUTPUT: "true" },
    );
    expect([status, stderr]).toEqual([
      0,
      "warning: the HCL that cdktf 0.21 writes is not valid for most stacks (docs/deployment.md#hcl); deploy the JSON of a synth without --hcl\n",
    ]);
  });

  test("is valid for shared-network", async () => {
    expect(await validate("shared-network")).toMatchObject({ valid: true });
  });

  test.each([
    ["vpc-apps", "Unsupported argument"],
    ["ecs-web", "Missing newline after argument"],
  ])("is not valid for %s: %s", async (stack, summary) => {
    const { valid, diagnostics } = await validate(stack);
    expect(valid).toBe(false);
    expect(diagnostics).toContainEqual(expect.objectContaining({ severity: "error", summary }));
  });
});
