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

import { App } from "cdktf";
import { type IConstruct } from "constructs";

import { sortedJson } from "./json-text";
import { forgetSynth } from "./last-synth";
import { tokensOfAStack } from "./references";
import { type AnyStack } from "./stack";

/** The JSON could not be written; the previous output is complete and unchanged. */
export class WriteError extends Error {}

/** Creates an app that writes to a folder, and calls back with each stack when it is complete. */
export type Build = (outdir: string, made: (stack: AnyStack) => void) => App;

export interface WriteOptions {
  /** Called with each stack before it is written. @default none */
  readonly onStack?: (stack: AnyStack) => void;
  /** Additional files of the folder, by name. @default none */
  readonly beside?: Readonly<Record<string, string>>;
  /** Additional files of every stack's folder, by name. @default none */
  readonly inEachStack?: Readonly<Record<string, string>>;
  /**
   * Names of stacks that are kept from an earlier synth if they are not created now.
   * @default none: they are removed
   */
  readonly keep?: readonly string[];
  /**
   * Whether Terraform forgets where the states of the folders' earlier stacks are.
   * @default false: it then asks to move a state whose place has changed
   */
  readonly forgetBackends?: boolean;
}

/**
 * Synthesizes into a folder beside `outdir` and moves the finished files in place. A synth that fails leaves the
 * earlier output unchanged, and Terraform's own files beside it (`.terraform`, lock files, plans) stay. A file whose
 * content has not changed is not written, so its modification time stays.
 *
 * @throws WriteError if the disk is full or the folder is read-only
 */
export function synthesize(outdir: string, build: Build, options: WriteOptions = {}): void {
  const { onStack, beside = {}, inEachStack = {}, keep = [], forgetBackends = false } = options;
  let unfinished: string | undefined;
  try {
    mkdirSync(dirname(outdir), { recursive: true });
    unfinished = mkdtempSync(join(dirname(outdir), ".cdktf.out-"));
    // Only its owner may read the temporary folder; the one within it has the usual mode.
    const made = join(unfinished, "made");
    mkdirSync(made);
    synthTo(made, build, onStack);
    for (const [name, text] of Object.entries(beside)) writeFileSync(join(made, name), text);
    if (Object.keys(inEachStack).length > 0) {
      for (const stack of readdirSync(join(made, "stacks"))) {
        for (const [name, text] of Object.entries(inEachStack)) writeFileSync(join(made, "stacks", stack, name), text);
      }
    }
    if (!existsSync(outdir)) return renameSync(made, outdir);
    keepEarlier(made, outdir, keep);
    if (forgetBackends) forgetBackendsIn(outdir);
    moveInPlace(made, outdir, Object.keys(beside));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const before = existsSync(outdir) ? "the previous output is unchanged" : "nothing was written";
    throw new WriteError(`can't write to '${outdir}': ${error.message}; ${before}`);
  } finally {
    if (unfinished) rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Writes each stack as soon as it is complete and then releases its constructs, so that a synth needs the memory of one
 * stack. cdktf's stack traces of every construct and token are off, since they take two fifths of the time and are not
 * shown; errors keep their own traces.
 */
function synthTo(folder: string, build: Build, onStack: WriteOptions["onStack"]): void {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    const forgetTokens = tokensOfAStack();
    const app = build(folder, (stack) => {
      onStack?.(stack);
      const { manifest, skipValidation } = App.of(stack);
      stack.prepareStack();
      stack.synthesizer.synthesize({ outdir: folder, manifest, skipValidation });
      letGo(stack);
      stack.release();
      forgetTokens();
    });
    app.manifest.writeToFile();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

/** Detaches a construct's tree: a token that is still referenced would keep all of it in memory. */
export function letGo(construct: IConstruct): void {
  for (const child of construct.node.children) {
    construct.node.tryRemoveChild(child.node.id);
    letGo(child);
  }
}

/** Adds stacks of an earlier synth to the manifest. */
function keepEarlier(unfinished: string, outdir: string, names: readonly string[]): void {
  if (names.length === 0) return;
  const file = join(unfinished, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { stacks: Record<string, unknown> };
  const earlier = stacksOf(join(outdir, "manifest.json"));
  const kept = Object.fromEntries(names.filter((name) => name in earlier).map((name) => [name, earlier[name]]));
  writeFileSync(file, sortedJson({ ...manifest, stacks: { ...kept, ...manifest.stacks } }));
}

/** `terraform init` records the backend in this file, and has nothing to move without it. */
function forgetBackendsIn(outdir: string): void {
  for (const stack of Object.keys(stacksOf(join(outdir, "manifest.json")))) {
    rmSync(join(outdir, "stacks", stack, ".terraform", "terraform.tfstate"), { force: true });
  }
}

function moveInPlace(from: string, to: string, beside: readonly string[]): void {
  const made = readdirSync(join(from, "stacks"));
  for (const stack of made) {
    mkdirSync(join(to, "stacks", stack), { recursive: true });
    // Checked before the first rename, since a rename can't be undone if a later one fails.
    accessSync(join(to, "stacks", stack), constants.W_OK);
  }
  forgetSynth(to);
  for (const stack of made) {
    const files = readdirSync(join(from, "stacks", stack));
    for (const file of files) replace(from, to, join("stacks", stack, file));
    // Terraform would also read the file that an earlier synth wrote in the other syntax.
    for (const file of configurations)
      if (!files.includes(file)) rmSync(join(to, "stacks", stack, file), { force: true });
  }
  for (const name of beside) replace(from, to, name);
  const earlier = Object.keys(stacksOf(join(to, "manifest.json")));
  const current = stacksOf(join(from, "manifest.json"));
  replace(from, to, "manifest.json");
  for (const stack of earlier) {
    if (!(stack in current)) removeStack(join(to, "stacks", stack));
  }
}

/**
 * Removes the folder of a stack that is no longer made. cdktf lists the folders before a synth and then removes those of
 * stacks that are gone, and fails with ENOENT if the synth has removed one: if cdktf runs the synth, it finds the folder empty.
 */
function removeStack(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  if (process.env["CDKTF_OUTDIR"] !== undefined) mkdirSync(folder);
}

/** A stack's configuration in JSON syntax or in HCL, which has its metadata in another file. */
const configurations = ["cdk.tf.json", "cdk.tf", "metadata.json"];

/** Moves a file in place unless the same bytes are there already. */
function replace(from: string, to: string, name: string): void {
  const [made, earlier] = [join(from, name), join(to, name)];
  if (existsSync(earlier) && readFileSync(earlier).equals(readFileSync(made))) return;
  renameSync(made, earlier);
}

/** The stacks in a manifest, by name; none if it is missing or unreadable. */
function stacksOf(manifest: string): Record<string, unknown> {
  try {
    const { stacks } = JSON.parse(readFileSync(manifest, "utf8")) as { stacks?: Record<string, unknown> };
    return stacks ?? {};
  } catch {
    return {};
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return isNativeError(error) && "code" in error && "syscall" in error;
}
