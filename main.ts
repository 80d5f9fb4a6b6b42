import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { App } from "cdktf";

import { ConfigError, type Problem } from "./config/errors";
import { includedTexts, readOrganization } from "./config/load";
import { type Organization } from "./config/organization";
import { today } from "./config/today";
import { lastInput, lastSynth, rememberInput, rememberSynth, synthKey } from "./stacks/last-synth";
import { leftReport } from "./stacks/left-report";
import {
  type CurrentStacks,
  lastStacks,
  leftAtLastSynth,
  leftFile,
  leftFileName,
  type LeftStack,
  leftStacks,
} from "./stacks/left-stacks";
import { stacksWithEarlierStateName, stampsOfStates } from "./stacks/local-states";
import { movedStacks } from "./stacks/moved-regions";
import { addStacks, stackNames, stackRegions } from "./stacks/organization";
import { isOfAnotherFile, sharedStates } from "./stacks/same-folder";
import { type DeployedOrganization, formerStackNames } from "./stacks/settings";
import { type AnyStack } from "./stacks/stack";
import { matchingStacks } from "./stacks/stack-patterns";
import { type Digests, digestsOf } from "./stacks/stale-synth";
import { crowdedSubnets } from "./stacks/subnet-room";
import { inDeployOrder, type StackSummary, summaryOf } from "./stacks/summary";
import { type Build, synthesize, type WriteOptions } from "./stacks/write";

/**
 * Builds the whole app of an organization; nothing is written until it is synthesized.
 *
 * @param outdir where `synth()` writes
 */
export function buildApp(organization: Organization, outdir: string): App {
  const app = new App({ outdir });
  addStacks(app, deployedFrom(organization, outdir));
  return app;
}

/** The result of a synth and its warnings. */
export interface Synthesis {
  readonly stacks: readonly StackSummary[];
  readonly warnings: readonly Problem[];
  /** Lines about stacks that have left the file and are still deployed. */
  readonly left: readonly string[];
}

export interface SynthOptions {
  /**
   * Names of stacks, or patterns for them; the other stacks are kept from an earlier synth.
   * @default all are written
   */
  readonly patterns?: readonly string[];
  /** Called with the number of completed stacks and of all stacks. @default none */
  readonly onProgress?: (done: number, all: number) => void;
  /**
   * A key for the version of the sources: with it, a synth whose input has not changed writes nothing.
   * @default always written
   */
  readonly sources?: string;
}

/**
 * Synthesizes an organization file to Terraform JSON, completely or not at all.
 *
 * @param config path of the organization file
 * @param outdir output folder, such as `cdktf.out`
 * @throws ConfigError with every problem of the file
 * @throws UnknownStackError if a pattern matches no stack
 * @throws StateError if a local state belongs to another organization
 * @throws WriteError if the folder can't be written
 */
export function synth(config: string, outdir: string, options: SynthOptions = {}): Synthesis {
  const key = keyOf(config, outdir, options);
  const unchanged = key === undefined ? undefined : (lastSynth(outdir, key) as Said | undefined);
  // States change without a synth.
  if (unchanged)
    return { ...unchanged, left: leftReport(leftAtLastSynth(outdir), config, new Map(unchanged.accounts)) };
  const inputKey = inputKeyOf(config, options);
  const known = inputKey === undefined ? undefined : (lastInput(outdir, inputKey) as Input | undefined);
  const input = known ?? readInput(config);
  const { organization, warnings, beside } = input;
  const current = currentStacks(organization, config);
  const last = lastStacks(outdir);
  refuseMoves(organization, config, outdir, current);
  const left = leftStacks(outdir, current);
  const further = { ...beside, [leftFileName]: leftFile({ ...current, inputs: inputsOf(config, outdir) }, left) };
  const inEachStack = lockFile(config);
  const stacks = writeStacks(
    deployedFrom(organization, outdir),
    outdir,
    // Terraform would ask to move the other organization's states.
    { beside: further, inEachStack, forgetBackends: isOfAnotherFile(last, current) },
    options,
  );
  const accounts = accountNames(organization);
  const synthesis: Said = {
    stacks: inDeployOrder(stacks),
    warnings: [...warnings, ...sharedStates(last, current)],
    accounts,
  };
  if (inputKey !== undefined && !known) rememberInput(outdir, inputKey, input);
  if (key !== undefined)
    rememberSynth(
      outdir,
      key,
      [...Object.keys(further), "manifest.json", ...filesOf(stacks, ["cdk.tf.json", ...Object.keys(inEachStack)])],
      synthesis,
    );
  return { ...synthesis, left: leftReport(left, config, new Map(accounts)) };
}

/** The output that a synth with the same input repeats. */
interface Said extends Omit<Synthesis, "left"> {
  /** Ids and names. */
  readonly accounts: readonly (readonly [string, string])[];
}

/** Lines about stacks that are not in the file and are still deployed, without a synth. */
export function leftOf(organization: Organization, config: string, outdir: string): string[] {
  const left: LeftStack[] = leftStacks(outdir, currentStacks(organization, config));
  return leftReport(left, config, new Map(accountNames(organization)));
}

function currentStacks(organization: Organization, config: string): CurrentStacks {
  const { name, retired, region } = organization;
  const elsewhere = [...regionsOfStates(organization)].filter(([, each]) => each !== region);
  return {
    config,
    organization: name,
    region,
    ...(elsewhere.length > 0 && { elsewhere: Object.fromEntries(elsewhere) }),
    ...(organization.state.backend === "local" && { isLocal: true }),
    bucket: bucketOf(organization),
    // The state of a renamed stack is in use under its former name.
    stacks: [...stackNames(organization), ...Object.values(formerStackNames(organization))],
    retired: Object.keys(retired),
  };
}

/** Of the file and those that it includes. */
function inputsOf(config: string, outdir: string): Digests {
  const included = includedTexts(config, readFileSync(config)).filter((each) => typeof each === "string");
  return digestsOf([config, ...included], outdir);
}

/** The Region of each stack, by the name in the place of its state. */
function regionsOfStates(organization: Organization): Map<string, string> {
  const former = formerStackNames(organization);
  return new Map([...stackRegions(organization)].map(([stack, region]) => [former[stack] ?? stack, region]));
}

/** @throws ConfigError if a stack is in another Region than what is deployed of it */
function refuseMoves(organization: Organization, config: string, outdir: string, current: CurrentStacks): void {
  const moved = movedStacks(outdir, current, regionsOfStates(organization));
  if (moved.length === 0) return;
  const { problem } = readOrganization(config);
  const nameOf = new Map(Object.entries(formerStackNames(organization)).map(([now, former]) => [former, now]));
  throw new ConfigError(
    config,
    moved.map(({ stack, from, to, source }) => {
      const [, vpc] = /^vpc-(.+)$/.exec(nameOf.get(stack) ?? stack) ?? [];
      const path = vpc === undefined ? ["region"] : ["workloadVpcs", vpc, "region"];
      const remedy = vpc === undefined ? "keep the Region" : "keep the Region, or add a VPC with another name there";
      return problem(
        path,
        `moves stack ${stack} from ${from} (${source}) to ${to}: resources can't move to another Region, so a deploy would create them again and forget the earlier ones; ${remedy}${source.endsWith(".json") ? ", or delete that file if the stack was never deployed" : ""}`,
      );
    }),
  );
}

function bucketOf({ state }: Organization): string | undefined {
  return state.backend === "s3" && state.account !== undefined ? state.bucket : undefined;
}

/** The organization with the names of the local states beside the output folder. */
function deployedFrom(organization: Organization, outdir: string): DeployedOrganization {
  const owner = { name: organization.name, bucket: bucketOf(organization) };
  return { ...organization, earlierStateNames: stacksWithEarlierStateName(dirname(outdir), owner) };
}

function accountNames({ accounts }: Organization): [string, string][] {
  return Object.entries(accounts).map(([name, { id }]) => [id, name]);
}

/** The content of the organization file that a synth needs, as JSON. */
interface Input {
  readonly organization: Organization;
  readonly warnings: readonly Problem[];
  /** Files beside the manifest, by name. */
  readonly beside: Readonly<Record<string, string>>;
}

/** The parts of the file that are needed later: its text and syntax tree take the most memory and are not kept. */
function readInput(config: string): Input {
  const { organization, warnings, propertyLines, includedLines, problem } = readOrganization(config);
  const crowded = crowdedSubnets(organization).map((one) => ({ ...one, problem: problem(one.path, one.message) }));
  const refused = crowded.filter((one) => one.refused);
  if (refused.length > 0)
    throw new ConfigError(
      config,
      refused.map((one) => one.problem),
    );
  const included = [...includedLines()].map(([file, lines]) => [file, Object.fromEntries(lines)] as const);
  const lines = {
    file: config,
    lines: Object.fromEntries(propertyLines()),
    ...(included.length > 0 && { included: Object.fromEntries(included) }),
  };
  return {
    organization,
    warnings: [...warnings, ...crowded.map((one) => one.problem)],
    beside: {
      "organization.lines.json": `${JSON.stringify(lines, null, 1)}\n`,
      "organization.assume.json": `${JSON.stringify({ assume: organization.assume }, null, 1)}\n`,
    },
  };
}

/** Creates, writes and releases one stack after another. */
function writeStacks(
  organization: DeployedOrganization,
  outdir: string,
  further: Pick<WriteOptions, "beside" | "inEachStack" | "forgetBackends">,
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

/** The key of everything that determines the output; `undefined` if an earlier output can't be reused. */
function keyOf(config: string, outdir: string, options: SynthOptions): string | undefined {
  const input = inputKeyOf(config, options);
  if (input === undefined || options.patterns !== undefined || process.env["SYNTH_HCL_OUTPUT"]) return undefined;
  return synthKey([
    input,
    process.env["CDKTF_CONTEXT_JSON"] ?? "",
    lockFile(config)[lockFileName] ?? "",
    stampsOfStates(dirname(outdir)), // the names of states depend on those that exist
  ]);
}

/** The key of the file as it is read; `undefined` if it can't be read, which loading it reports. */
function inputKeyOf(config: string, { sources }: SynthOptions): string | undefined {
  if (sources === undefined) return undefined;
  try {
    const text = readFileSync(config);
    return synthKey([sources, config, text, ...includedTexts(config, text), today()]); // warnings depend on the date
  } catch {
    return undefined;
  }
}

function filesOf(stacks: readonly StackSummary[], files: readonly string[]): string[] {
  return stacks.flatMap(({ name }) => files.map((file) => join("stacks", name, file)));
}

const lockFileName = ".terraform.lock.hcl";

/** Provider versions for every stack, if there is a lock file beside the organization file. */
function lockFile(config: string): Record<string, string> {
  const path = join(dirname(config), lockFileName);
  return existsSync(path) ? { [lockFileName]: readFileSync(path, "utf8") } : {};
}
