import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { lastStacks } from "./left-stacks";

/** The SHA-256 of files, by path relative to the folder of a synth. */
export type Digests = Readonly<Record<string, string>>;

/** @param paths the organization file and those that it includes @param outdir the folder of the synth */
export function digestsOf(paths: readonly string[], outdir: string): Digests {
  return Object.fromEntries(paths.map((path) => [relative(outdir, path), digestOf(path)]));
}

/**
 * A warning if the organization file or a file that it includes has changed since the synth of a folder.
 *
 * @param folder a folder such as `cdktf.out`; any other path has no warning
 */
export function staleSynth(folder: string): string | undefined {
  for (const [path, digest] of Object.entries(lastStacks(folder)?.inputs ?? {})) {
    const file = join(folder, path);
    if (isOther(file, digest)) {
      return `${file} has changed since ${folder} was synthesized: synthesize it again (npm run synth) to see the change`;
    }
  }
  return undefined;
}

/** A file that can't be read from here says nothing. */
function isOther(path: string, digest: string): boolean {
  try {
    return digestOf(path) !== digest;
  } catch {
    return false;
  }
}

function digestOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
