import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isNativeError } from "node:util/types";

import { type App } from "cdktf";

import { providersOnOneLine } from "./provider-line";

/** Something kept the JSON from being written; what was there before is whole. */
export class WriteError extends Error {}

/**
 * Synthesizes into a folder beside `outdir` and moves the finished files in place. A synth that fails half way leaves
 * the earlier output as it was, and what Terraform keeps beside it (`.terraform`, lock files, plans) stays.
 *
 * @param build makes the app that writes to the folder it is given
 * @param beside further files of the folder, by name
 * @returns that app
 * @throws WriteError where the disk is full or the folder read-only
 */
export function synthesize(
  outdir: string,
  build: (outdir: string) => App,
  beside: Readonly<Record<string, string>> = {},
): App {
  let unfinished: string | undefined;
  try {
    mkdirSync(dirname(outdir), { recursive: true });
    unfinished = mkdtempSync(join(dirname(outdir), ".cdktf.out-"));
    const app = synthTo(unfinished, build);
    namesAccounts(unfinished);
    for (const [name, text] of Object.entries(beside)) writeFileSync(join(unfinished, name), text);
    moveInPlace(unfinished, outdir, Object.keys(beside));
    return app;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const before = existsSync(outdir) ? "what was there before is unchanged" : "nothing was written";
    throw new WriteError(`can't write to '${outdir}': ${error.message}; ${before}`);
  } finally {
    if (unfinished) rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Without the stack trace that cdktf takes of every construct and token, to tell where each was made: it is two fifths of
 * the time, and nothing here shows it. Errors keep their own traces.
 */
function synthTo(folder: string, build: (outdir: string) => App): App {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    const app = build(folder);
    app.synth();
    return app;
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

/** Lets Terraform's error on wrong credentials name the account that it expects. */
function namesAccounts(folder: string): void {
  for (const stack of readdirSync(join(folder, "stacks"))) {
    const file = join(folder, "stacks", stack, "cdk.tf.json");
    writeFileSync(file, providersOnOneLine(readFileSync(file, "utf8")));
  }
}

function moveInPlace(from: string, to: string, beside: readonly string[]): void {
  const stacks = readdirSync(join(from, "stacks"));
  for (const stack of stacks) {
    mkdirSync(join(to, "stacks", stack), { recursive: true });
    // Tried before the first rename, since a rename can't be taken back once a later one fails.
    accessSync(join(to, "stacks", stack), constants.W_OK);
  }
  for (const stack of stacks)
    renameSync(join(from, "stacks", stack, "cdk.tf.json"), join(to, "stacks", stack, "cdk.tf.json"));
  for (const name of beside) renameSync(join(from, name), join(to, name));
  const earlier = existsSync(join(to, "manifest.json")) ? stacksOf(join(to, "manifest.json")) : [];
  renameSync(join(from, "manifest.json"), join(to, "manifest.json"));
  for (const stack of earlier) {
    if (!stacks.includes(stack)) rmSync(join(to, "stacks", stack), { recursive: true, force: true });
  }
}

function stacksOf(manifest: string): string[] {
  try {
    const { stacks } = JSON.parse(readFileSync(manifest, "utf8")) as { stacks?: Record<string, unknown> };
    return Object.keys(stacks ?? {});
  } catch {
    return [];
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return isNativeError(error) && "code" in error && "syscall" in error;
}
