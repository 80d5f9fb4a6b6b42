import { Command } from "commander";

import { ConfigError, formatProblem } from "../config/errors";
import { synth } from "../main";
import { renderSummary } from "../stacks/summary";
import { WriteError } from "../stacks/write";

const program = new Command("synth")
  .description("organization.yaml → cdktf.out, and whether every workload will mount its file systems")
  .option("--config <file>", "the organisation's file", "organization.yaml")
  .option("--no-prove", "only write, judge nothing")
  .addHelpText("after", "\nexit code: 0 written · 1 written, but a mount path fails · 2 nothing written")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const { config, prove } = program.opts<{ config: string; prove: boolean }>();
const outdir = process.env["CDKTF_OUTDIR"] ?? "cdktf.out";
try {
  const { stacks, warnings } = synth(config, outdir);
  process.stdout.write(renderSummary(stacks, outdir));
  for (const warning of warnings) process.stderr.write(`warning: ${formatProblem(warning)}\n`);
  if (prove) {
    judge(outdir).catch((error: unknown) => {
      process.stderr.write(`the proof itself failed, so nothing was judged: ${String(error)}\n`);
      process.exitCode = 1;
    });
  }
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof WriteError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function judge(folder: string): Promise<void> {
  // Loaded only now: a synth without the proof has no use for it.
  const [{ afterSynth }, { usesColour }] = await Promise.all([
    import("../proof/report/after-synth.js"),
    import("../proof/report/colour.js"),
  ]);
  const { text, fails } = afterSynth(folder, usesColour(process.stdout));
  process.stdout.write(`\n${text}`);
  if (fails) process.exitCode = 1;
}
