/**
 * Writes the part of an organization file that adopts an existing VPC, as a state, a plan or AWS shows the VPC. Exit code: 0
 * written · 2 the VPC can't be adopted, or the input or the arguments are invalid; nothing was written.
 */
import { existsSync } from "node:fs";

import { InvalidArgumentError } from "commander";

import { adopt, type AdoptOptions } from "../adopt/adopt";
import { addTo } from "../adopt/into";
import { AdoptError, type Note } from "../adopt/note";
import { type Observed } from "../adopt/observed";
import { readNetwork } from "../adopt/terraform/read";
import { type Written } from "../adopt/write";
import { ConfigError } from "../config/errors";
import { defaultConfig, shellWord } from "../config/file-name";
import { loadOrganization } from "../config/load";
import { type Organization } from "../config/organization";
import { name as nameSchema } from "../config/schema/primitives";
import { printable } from "../proof/text";
import { reportInputError } from "./support/graph-input";
import { configOption, program } from "./support/program";

const repeated = (text: string, before: readonly string[]) => [...before, text];

const call = program("adopt")
  .argument("[vpc]", "the VPC's id, or its tag Name")
  .option(
    "--from <file>",
    "a state or plan that has it, as JSON (terraform show -json), a saved plan, a state file, or - for standard input; may be repeated",
    repeated,
    [],
  )
  .option("--live", "read it from AWS, with the credentials of the environment")
  .option("--region <region>", "the Region to read with --live; default: AWS_REGION, or the profile's")
  .option("--name <name>", "its name under workloadVpcs; default: from its tag Name", (text: string) => {
    const { error } = nameSchema.safeParse(text);
    if (error) throw new InvalidArgumentError(error.issues[0]?.message ?? "invalid");
    return text;
  })
  .option("--account <name>", "the account that owns it, by its name under accounts; default: by its id in the file")
  .option("--subnet <id>", "a private subnet to use, one per zone; may be repeated", repeated, [])
  .option("--shared", "write it as the VPC of sharedNetwork")
  .option("--into <file>", "add it to this organization file, instead of printing it")
  .addOption(configOption())
  .parse();

interface Options extends AdoptOptions {
  readonly from: readonly string[];
  readonly live?: boolean;
  readonly region?: string;
  readonly config: string;
  readonly into?: string;
}

void main();

async function main(): Promise<void> {
  const options = call.opts<Options>();
  try {
    const wanted = call.processedArgs[0] as string | undefined;
    const observed = await read(wanted, options);
    const { into } = options;
    const organization = into === undefined ? organizationOf(options.config) : loadOrganization(into);
    const written = adopt(observed, wanted, organization, options);
    if (into === undefined) process.stdout.write(written.text);
    else process.stdout.write(added(into, written));
    remind(written.notes);
  } catch (error) {
    report(error);
  }
}

/** The file that the accounts' names are read from: only a file that was named has to exist and to be valid. */
function organizationOf(config: string): Organization | undefined {
  if (call.getOptionValueSource("config") !== "default") return loadOrganization(config);
  if (!existsSync(config)) return undefined;
  try {
    return loadOrganization(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`note: ${defaultConfig} has problems and was not read: the account's name is not known\n`);
    return undefined;
  }
}

async function read(wanted: string | undefined, { from, live, region }: Options): Promise<Observed> {
  if (live && from.length > 0) throw new AdoptError(["--live and --from exclude each other: give one of them"]);
  if (!live && region !== undefined) throw new AdoptError(["--region is for --live: a state has its own Region"]);
  // The AWS SDK is loaded only then.
  if (live) return (await import("../adopt/live/read.js")).readLive(wanted, region);
  if (from.length > 0) return readNetwork(from);
  throw new AdoptError(["no input given: name a state or plan that has the VPC with --from, or read AWS with --live"]);
}

/** Adds it to a file. @returns what was done, and what to do next */
function added(file: string, written: Written): string {
  addTo(file, written);
  const synth = `npm run synth${file === defaultConfig ? "" : ` -- --config ${shellWord(file)}`}`;
  return `added workloadVpcs.${written.entry?.name} to ${printable(file)}; check it with: ${synth}\n`;
}

/** What somebody has to do, also for those who don't read the comments. */
function remind(notes: readonly Note[]): void {
  for (const { text, stops } of notes) if (stops) process.stderr.write(`to do: ${printable(text)}\n`);
}

function report(error: unknown): void {
  if (!(error instanceof AdoptError)) return reportInputError(error, "nothing was written");
  process.exitCode = 2;
  for (const line of error.lines) process.stderr.write(`${printable(line)}\n`);
}
