import { printable } from "../../proof/text";
import { staleSynth } from "../../stacks/stale-synth";

/** Warns on standard error of folders that were synthesized from an earlier content of the organization file. */
export function warnOfStaleSynth(paths: readonly string[]): void {
  for (const path of new Set(paths)) {
    const warning = staleSynth(path);
    if (warning !== undefined) process.stderr.write(`warning: ${printable(warning)}\n`);
  }
}
