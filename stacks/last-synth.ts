import { createHash } from "node:crypto";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A file beside `manifest.json` with the input key and the messages of the last synth. */
const fileName = "synth.json";
/** A file beside it with the organization of the last synth as it was read and checked. */
const inputName = "organization.checked.json";

/**
 * A key over everything that determines the output of a synth.
 *
 * @param parts such as the organization file, the sources and settings
 */
export function synthKey(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    hash.update(part);
    hash.update("\0");
  }
  return hash.digest("hex");
}

/**
 * The messages of the last synth of a folder, if its input was the same and its files have not changed since. @returns
 * `undefined` if a synth is needed
 */
export function lastSynth(outdir: string, key: string): unknown {
  try {
    const record = JSON.parse(readFileSync(join(outdir, fileName), "utf8")) as {
      readonly key: string;
      readonly files: Readonly<Record<string, string>>;
      readonly said: unknown;
    };
    if (record.key !== key) return undefined;
    const changed = Object.entries(record.files).some(([file, stamp]) => stampOf(join(outdir, file)) !== stamp);
    return changed ? undefined : record.said;
  } catch {
    return undefined;
  }
}

/**
 * Records a synth for the next one.
 *
 * @param files all files of the synth, below `outdir`
 * @param said the messages that the next synth repeats, as JSON
 */
export function rememberSynth(outdir: string, key: string, files: readonly string[], said: unknown): void {
  const stamps = Object.fromEntries(files.map((file) => [file, stampOf(join(outdir, file))]));
  writeFileSync(join(outdir, fileName), `${JSON.stringify({ key, files: stamps, said })}\n`);
}

/** Forces the next synth to write everything. */
export function forgetSynth(outdir: string): void {
  rmSync(join(outdir, fileName), { force: true });
}

/**
 * The organization that the last synth of a folder read, if the input is the same: for `--stack`, where reading and checking a large
 * file takes most of the time.
 */
export function lastInput(outdir: string, key: string): unknown {
  try {
    const record = JSON.parse(readFileSync(join(outdir, inputName), "utf8")) as { key: string; input: unknown };
    return record.key === key ? record.input : undefined;
  } catch {
    return undefined;
  }
}

/** @param input what was read, as JSON */
export function rememberInput(outdir: string, key: string, input: unknown): void {
  writeFileSync(join(outdir, inputName), JSON.stringify({ key, input }));
}

function stampOf(file: string): string {
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
}
