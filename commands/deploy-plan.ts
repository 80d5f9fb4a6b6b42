/**
 * Prints the waves of stacks that can be deployed in parallel: as text, or as JSON for the matrix of a CI job. Exit
 * code: 0 · 2 the file or the arguments are invalid.
 */
import { Option } from "commander";

import { ConfigError } from "../config/errors";
import { deployCommand } from "../config/file-name";
import { loadOrganization } from "../config/load";
import { buildApp, leftOf } from "../main";
import { StateError } from "../stacks/local-states";
import { summarize } from "../stacks/summary";
import { waves } from "../stacks/waves";
import { configOption, program } from "./support/program";

const call = program("deploy-plan")
  .addOption(configOption())
  .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
  .parse();

const { config, format } = call.opts<{ config: string; format: "text" | "json" }>();
try {
  // The app is built but not synthesized, so nothing is written.
  const organization = loadOrganization(config);
  const plan = waves(summarize(buildApp(organization, "cdktf.out")));
  const names = plan.map((wave) => wave.map(({ name }) => name));
  const lines = names.map((wave, index) => `${index + 1}. ${deployCommand(config, wave)}`);
  process.stdout.write(
    format === "json" ? `${JSON.stringify({ version: 1, waves: names })}\n` : `${lines.join("\n")}\n`,
  );
  for (const line of leftOf(organization, config, "cdktf.out")) process.stderr.write(`${line}\n`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof StateError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
