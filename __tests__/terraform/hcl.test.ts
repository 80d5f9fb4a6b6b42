import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { runCommand } from "../support/command";
import { exampleFileName, exampleNames } from "../support/examples";
import { TerraformFolder } from "../support/terraform";
import { type Diagnostic, validateStacks } from "../support/validate-stacks";

const folders = new Map(exampleNames.map((name) => [name, mkdtempSync(join(tmpdir(), `mountpath-hcl-${name}-`))]));

afterAll(() => {
  for (const folder of folders.values()) rmSync(folder, { recursive: true });
});

/** The HCL of an example's stacks, by `EXAMPLE: STACK`. */
function hclOf(name: string): [string, string][] {
  const folder = folders.get(name)!;
  cpSync(dirname(exampleFileName(name)), folder, { recursive: true });
  const { status, stderr } = runCommand("synth", ["--no-prove"], folder, { SYNTH_HCL_OUTPUT: "true" });
  if (status !== 0) throw new Error(stderr);
  const stacks = join(folder, "cdktf.out/stacks");
  return readdirSync(stacks).map((stack) => [`${name}: ${stack}`, readFileSync(join(stacks, stack, "cdk.tf"), "utf8")]);
}

describe("the HCL of every example", () => {
  const hcl = new Map(exampleNames.flatMap(hclOf));

  test("is valid", async () => {
    const found = await validateStacks(hcl);
    const invalid = [...found].filter(([, diagnostics]: [string, readonly Diagnostic[]]) => diagnostics.length > 0);
    expect(invalid).toEqual([]);
    expect(found.size).toBeGreaterThan(40);
  }, 600_000);

  test("is laid out as terraform fmt does, except for objects inside of expressions", async () => {
    const folder = new TerraformFolder();
    try {
      [...hcl.values()].forEach((text, index) => writeFileSync(join(folder.path, `${index}.tf`), text));
      const { stdout, stderr } = await folder.run(["fmt", "-check", "-diff"]);
      const others = stdout.split("\n").filter((line) => /^-(?!--)/.test(line) && !line.includes('{"'));
      expect([others, stderr]).toEqual([[], ""]);
    } finally {
      folder.dispose();
    }
  });
});
