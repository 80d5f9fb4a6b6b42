import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseOrganizationText } from "../../config/load";
import { buildApp } from "../../main";
import { type File, yamlOf } from "./variants";

/** Blocks of a synthesized stack by type and name. */
type Blocks = Record<string, Record<string, Record<string, unknown>>>;

export interface SynthesizedStack {
  readonly json: string;
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly output: Record<string, { value: unknown; description?: string; depends_on?: string[] }>;
  readonly terraform: Record<string, unknown>;
  readonly provider: Record<string, unknown>;
}

/** The JSON of every stack by the file's text: many tests synthesize the example. */
const synthesized = new Map<string, readonly (readonly [string, string])[]>();

/** Every stack of a file by name: a new copy each time. */
export function synthFile(file: File): Record<string, SynthesizedStack> {
  const text = yamlOf(file);
  const jsons = synthesized.get(text) ?? synthText(text);
  synthesized.set(text, jsons);
  return stacksOf(jsons);
}

/** The same, synthesized again. */
export function synthFileAgain(file: File): Record<string, SynthesizedStack> {
  return stacksOf(synthText(yamlOf(file)));
}

function stacksOf(jsons: readonly (readonly [string, string])[]): Record<string, SynthesizedStack> {
  return Object.fromEntries(
    jsons.map(([name, json]) => [
      name,
      { resource: {}, data: {}, ...(JSON.parse(json) as object), json } as SynthesizedStack,
    ]),
  );
}

/** The HCL of every stack of a file by name. */
export function hclOfFile(file: File): Record<string, string> {
  process.env["SYNTH_HCL_OUTPUT"] = "true";
  try {
    return Object.fromEntries(synthText(yamlOf(file), "cdk.tf"));
  } finally {
    delete process.env["SYNTH_HCL_OUTPUT"];
  }
}

/** The JSON of every stack of a file by name, from its text: synthesized in a temporary folder. */
export function synthText(text: string, name = "cdk.tf.json"): [string, string][] {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-synth-"));
  try {
    buildApp(parseOrganizationText("organization.yaml", text).organization, folder).synth();
    const stacks = join(folder, "stacks");
    return readdirSync(stacks).map((stack) => [stack, readFileSync(join(stacks, stack, name), "utf8")]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
