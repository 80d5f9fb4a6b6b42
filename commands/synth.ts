import { Command } from "commander";

import { ConfigError, formatProblem } from "../config/errors";
import { synth } from "../main";
import { renderSummary } from "../stacks/summary";
import { WriteError } from "../stacks/write";

const program = new Command("synth")
  .description("organization.yaml → cdktf.out")
  .option("--config <file>", "the organisation's file", "organization.yaml")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const { config } = program.opts<{ config: string }>();
const outdir = process.env["CDKTF_OUTDIR"] ?? "cdktf.out";
try {
  const { stacks, warnings } = synth(config, outdir);
  process.stdout.write(renderSummary(stacks, outdir));
  for (const warning of warnings) process.stderr.write(`warning: ${formatProblem(warning)}\n`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof WriteError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
