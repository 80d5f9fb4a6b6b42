import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly permissions?: unknown;
  readonly uses?: string;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly permissions: unknown;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** @param name such as `mountpath-review` */
export function readWorkflow(name: string): Workflow {
  return parse(readFileSync(join(__dirname, `../../workflows/github/${name}.yml`), "utf8")) as Workflow;
}

export interface JobRun {
  /** Exit codes of the steps that were run, by name; the first step that fails is the last. */
  readonly codes: Readonly<Record<string, number>>;
  /** Outputs by step and name. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs the `run` steps of a job as a GitHub runner does: with bash, and with files for outputs and the summary. Actions
 * are left out.
 *
 * @param context values of expressions, such as `inputs.stacks`; an expression without a value is an error
 * @param without names of steps to leave out
 * @param run runs a bash script in a folder with an environment, and returns its exit code
 */
export async function runJob(
  { steps = [] }: Job,
  folder: string,
  context: Readonly<Record<string, string>>,
  without: readonly string[],
  run: (script: readonly string[], environment: Readonly<Record<string, string>>) => Promise<number>,
): Promise<JobRun> {
  const known: Record<string, string> = { ...context };
  const codes: Record<string, number> = {};
  const [outputFile, summaryFile] = [join(folder, "github-output"), join(folder, "github-summary")];
  writeFileSync(summaryFile, "");
  for (const { name = "", id, run: script, env = {} } of steps) {
    if (script === undefined || without.includes(name)) continue;
    writeFileSync(outputFile, "");
    const environment = Object.fromEntries(
      Object.entries(env).map(([key, value]) => [key, evaluated(String(value), known)]),
    );
    const code = await run(["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      ...environment,
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: summaryFile,
      GITHUB_REPOSITORY: "example/network",
    });
    codes[name] = code;
    for (const line of existsSync(outputFile) ? readFileSync(outputFile, "utf8").split("\n") : []) {
      const at = line.indexOf("=");
      if (at > 0 && id !== undefined) known[`steps.${id}.outputs.${line.slice(0, at)}`] = line.slice(at + 1);
    }
    if (code !== 0) break;
  }
  return { codes, outputs: known };
}

function evaluated(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    const value = known[expression];
    if (value === undefined) throw new Error(`no value for '${expression}'`);
    return value;
  });
}
