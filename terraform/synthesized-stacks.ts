import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A stack in an output folder, as the manifest lists it. */
export interface SynthesizedStack {
  readonly name: string;
  /** Its folder, where Terraform runs. */
  readonly folder: string;
  /** Names of the stacks whose outputs it reads. */
  readonly dependsOn: readonly string[];
}

/** A folder that no synth has written. */
export class NotSynthesizedError extends Error {}

/** @throws NotSynthesizedError if the folder has no manifest */
export function synthesizedStacks(outdir: string): SynthesizedStack[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  } catch {
    throw new NotSynthesizedError(`${outdir} has no manifest.json: run npm run synth first`);
  }
  const { stacks = {} } = manifest as {
    stacks?: Record<string, { name: string; workingDirectory: string; dependencies: string[] }>;
  };
  return Object.values(stacks).map(({ name, workingDirectory, dependencies }) => ({
    name,
    folder: join(outdir, workingDirectory),
    dependsOn: dependencies,
  }));
}
