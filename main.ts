import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { App } from "cdktf";

import { ConfigError, type Problem } from "./config/errors";
import { readOrganization } from "./config/load";
import { type Organization } from "./config/organization";
import { today } from "./config/today";
import { lastSynth, rememberSynth, synthKey } from "./stacks/last-synth";
import { addStacks, stackNames } from "./stacks/organization";
import { type AnyStack } from "./stacks/stack";
import { matchingStacks } from "./stacks/stack-patterns";
import { crowdedSubnets } from "./stacks/subnet-room";
import { inDeployOrder, type StackSummary, summaryOf } from "./stacks/summary";
import { type Build, synthesize, type WriteOptions } from "./stacks/write";

/**
 * The whole app of an organization; nothing is written until it is synthesized.
 *
 * @param outdir where `synth()` writes
 */
export function buildApp(organization: Organization, outdir: string): App {
  const app = new App({ outdir });
  addStacks(app, organization);
  return app;
}

/** What a synth made, and what it warns of. */
export interface Synthesis {
  readonly stacks: readonly StackSummary[];
  readonly warnings: readonly Problem[];
}

export interface SynthOptions {
  /** Names of stacks, or patterns of them; the others stay as an earlier synth wrote them. @default all are written */
  readonly patterns?: readonly string[];
  /** Called with the number of stacks done and of all. @default nothing is called */
  readonly onProgress?: (done: number, all: number) => void;
  /** Stands for the sources: with it, a synth whose input has not changed writes nothing. @default always written */
  readonly sources?: string;
}

/**
 * Turns a file into Terraform JSON, whole or not at all.
 *
 * @param config path of the organization's file
 * @param outdir folder that is written, such as `cdktf.out`
 * @throws ConfigError with every problem of the file
 * @throws UnknownStackError where a pattern matches no stack
 * @throws WriteError where the folder can't be written
 */
export function synth(config: string, outdir: string, options: SynthOptions = {}): Synthesis {
  const key = keyOf(config, options);
  const unchanged = key === undefined ? undefined : (lastSynth(outdir, key) as Synthesis | undefined);
  if (unchanged) return unchanged;
  const { organization, warnings, beside } = readInput(config);
  const inEachStack = lockFile(config);
  const stacks = writeStacks(organization, outdir, { beside, inEachStack }, options);
  const synthesis = { stacks: inDeployOrder(stacks), warnings };
  if (key !== undefined)
    rememberSynth(
      outdir,
      key,
      [...Object.keys(beside), "manifest.json", ...filesOf(stacks, ["cdk.tf.json", ...Object.keys(inEachStack)])],
      synthesis,
    );
  return synthesis;
}

/** All that is needed of the file: its text and syntax tree, which take more memory than the rest, are not kept. */
function readInput(config: string) {
  const { organization, warnings, propertyLines, problem } = readOrganization(config);
  const crowded = crowdedSubnets(organization).map((one) => ({ ...one, problem: problem(one.path, one.message) }));
  const refused = crowded.filter((one) => one.refused);
  if (refused.length > 0)
    throw new ConfigError(
      config,
      refused.map((one) => one.problem),
    );
  const lines = { file: config, lines: Object.fromEntries(propertyLines()) };
  return {
    organization,
    warnings: [...warnings, ...crowded.map((one) => one.problem)],
    beside: {
      "organization.lines.json": `${JSON.stringify(lines, null, 1)}\n`,
      "organization.assume.json": `${JSON.stringify({ assume: organization.assume }, null, 1)}\n`,
    },
  };
}

/** Makes, writes and lets go of one stack after another. */
function writeStacks(
  organization: Organization,
  outdir: string,
  further: Pick<WriteOptions, "beside" | "inEachStack">,
  { patterns, onProgress }: SynthOptions,
): StackSummary[] {
  const names = stackNames(organization);
  const wanted = patterns ? matchingStacks(patterns, names) : new Set(names);
  const stacks: StackSummary[] = [];
  const onStack = (stack: AnyStack) => {
    stacks.push(summaryOf(stack));
    onProgress?.(stacks.length, wanted.size);
  };
  const build: Build = (folder, made) => {
    const app = new App({ outdir: folder });
    addStacks(app, organization, made, (name) => wanted.has(name));
    return app;
  };
  synthesize(outdir, build, { onStack, ...further, keep: wanted.size < names.length ? names : [] });
  return stacks;
}

/** What decides the output; `undefined` where an earlier output can't stand for this one. */
function keyOf(config: string, { sources, patterns }: SynthOptions): string | undefined {
  if (sources === undefined || patterns !== undefined || process.env["SYNTH_HCL_OUTPUT"]) return undefined;
  try {
    return synthKey([
      sources,
      config,
      readFileSync(config),
      process.env["CDKTF_CONTEXT_JSON"] ?? "",
      lockFile(config)[lockFileName] ?? "",
      today(), // warnings follow dates
    ]);
  } catch {
    return undefined; // reading it as an organization says why
  }
}

function filesOf(stacks: readonly StackSummary[], files: readonly string[]): string[] {
  return stacks.flatMap(({ name }) => files.map((file) => join("stacks", name, file)));
}

const lockFileName = ".terraform.lock.hcl";

/** Provider versions for every stack, where a lock file stands beside the organization's file. */
function lockFile(config: string): Record<string, string> {
  const path = join(dirname(config), lockFileName);
  return existsSync(path) ? { [lockFileName]: readFileSync(path, "utf8") } : {};
}
