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

/** Every stack of a file by name, synthesized in a temporary folder. */
export function synthFile(file: File): Record<string, SynthesizedStack> {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-synth-"));
  try {
    buildApp(parseOrganizationText("organization.yaml", yamlOf(file)).organization, folder).synth();
    return Object.fromEntries(
      readdirSync(join(folder, "stacks")).map((name) => {
        const json = readFileSync(join(folder, "stacks", name, "cdk.tf.json"), "utf8");
        return [name, { resource: {}, data: {}, ...(JSON.parse(json) as object), json } as SynthesizedStack];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
