import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { defaultConfig, shellWord } from "../config/file-name";
import { lastStacks } from "./left-stacks";

/** The content of files by path, as SHA-256. */
export type Digests = Readonly<Record<string, string>>;

/** @param texts paths and the contents of their files, in turns */
export function digestsOf(texts: readonly (string | Uint8Array)[]): Digests {
  const digests: Record<string, string> = {};
  for (let at = 0; at + 1 < texts.length; at += 2) digests[String(texts[at])] = digestOf(texts[at + 1]!);
  return digests;
}

/**
 * A warning if the organization file or a file that it includes has changed since the synth of a folder.
 *
 * @param folder a folder such as `cdktf.out`; any other path has no warning
 */
export function staleSynth(folder: string): string | undefined {
  const last = lastStacks(folder);
  const changed = Object.entries(last?.inputs ?? {}).find(([path, digest]) => isOther(path, digest));
  if (last === undefined || changed === undefined) return undefined;
  const option = last.config === defaultConfig ? "" : ` -- --config ${shellWord(last.config)}`;
  return `${changed[0]} has changed since ${folder} was synthesized: run npm run synth${option} to see the change`;
}

/** A file that can't be read from here says nothing. */
function isOther(path: string, digest: string): boolean {
  try {
    return digestOf(readFileSync(path)) !== digest;
  } catch {
    return false;
  }
}

function digestOf(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}
