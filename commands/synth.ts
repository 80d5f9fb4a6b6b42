import { Command } from "commander";

import { ConfigError } from "../config/load";
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
  process.stdout.write(renderSummary(synth(config, outdir), outdir));
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof WriteError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
