import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { parse } from "@cdktf/hcl2json";

import { runCommand } from "../support/command";
import { hclOfFile, synthFile } from "../support/synth";
import { variants } from "../support/variants";

/** The form in which both syntaxes are alike: without metadata and empty lists of blocks, conditions as expressions. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value === "string") {
    const conditional = value.replace(/%\{if (.*?)\}(.*?)%\{else\}(.*?)%\{endif\}/gs, '${$1?"$2":"$3"}');
    return conditional.replace(/^\$\{(.*)\}$/s, "$1").replace(/\s+/g, "");
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([name, each]) => name !== "//" && !(Array.isArray(each) && each.length === 0),
  );
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutList(normal(each))]));
}

/** JSON syntax writes one block as an object or as a list. */
function withoutList(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
}

describe.each(Object.keys(variants))("the HCL of %s", (name) => {
  test("says what its JSON says", async () => {
    const json = synthFile(variants[name]!);
    const hcl = hclOfFile(variants[name]!);
    expect(Object.keys(hcl)).toEqual(Object.keys(json));
    for (const [stack, text] of Object.entries(hcl)) {
      const parsed = await parse(`${stack}.tf`, text);
      expect(normal(parsed)).toEqual(normal(JSON.parse(json[stack]!.json)));
    }
  });
});

test("a synth proves its HCL, and the next one leaves nothing of it", () => {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-hcl-"));
  try {
    cpSync(resolve(__dirname, "../../organization.yaml"), join(folder, "organization.yaml"));
    const files = (env: Record<string, string>) => {
      const { status, stdout } = runCommand("synth", [], folder, env);
      expect(status).toBe(0);
      expect(stdout).toContain("4 paths: 4 mount, 0 fail, 0 unknown");
      return readdirSync(join(folder, "cdktf.out/stacks/ecs-web")).sort();
    };
    expect(files({ SYNTH_HCL_OUTPUT: "true" })).toEqual(["cdk.tf", "metadata.json"]);
    expect(files({})).toEqual(["cdk.tf.json"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
