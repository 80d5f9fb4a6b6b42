import { ConfigError, formatWarnings, type Problem } from "../config/errors";
import { defaultOutdir } from "../config/file-name";
import { synth } from "../main";
import { StateError } from "../stacks/local-states";
import { Progress } from "../stacks/progress";
import { UnknownStackError } from "../stacks/stack-patterns";
import { renderSummary } from "../stacks/summary";
import { WriteError } from "../stacks/write";
import { configOption, program } from "./support/program";

const call = program("synth")
  .addOption(configOption())
  .option("--stack <pattern...>", "write only these stacks, such as vpc-apps or 'ecs-*'; the others stay as they are")
  .option("--no-prove", "skip the check of mount paths")
  .parse();

const { config, stack: patterns, prove } = call.opts<{ config: string; stack?: string[]; prove: boolean }>();
const outdir = process.env["CDKTF_OUTDIR"] ?? defaultOutdir;
const progress = new Progress(process.stderr);
try {
  const { stacks, warnings, left } = synth(config, outdir, {
    patterns,
    onProgress: (done, all) => progress.show(done, all),
    sources: process.env["MOUNTPATH_SOURCES"],
  });
  progress.clear();
  process.stdout.write(renderSummary(stacks, outdir, { config, patterns }));
  for (const warning of formatWarnings(warnings)) process.stderr.write(`warning: ${warning}\n`);
  for (const line of left) process.stderr.write(`${line}\n`);
  if (prove) {
    judge(outdir, warnings).catch((error: unknown) => {
      process.stderr.write(`the proof itself failed, so nothing was evaluated: ${String(error)}\n`);
      process.exitCode = 1;
    });
  }
} catch (error) {
  progress.clear();
  if (![ConfigError, StateError, UnknownStackError, WriteError].some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}

async function judge(folder: string, printed: readonly Problem[]): Promise<void> {
  // Loaded only now, because a synth without the proof does not need it.
  const [{ afterSynth }, { usesColor }] = await Promise.all([
    import("../proof/report/after-synth.js"),
    import("../proof/report/color.js"),
  ]);
  const { text, fails } = await afterSynth(folder, usesColor(process.stdout), printed);
  process.stdout.write(`\n${text}`);
  if (fails) process.exitCode = 1;
}
