import { App } from "cdktf";

import { ConfigError, type Problem } from "./config/errors";
import { readOrganization } from "./config/load";
import { type Organization } from "./config/organization";
import { addStacks } from "./stacks/organization";
import { crowdedSubnets } from "./stacks/subnet-room";
import { type StackSummary, summarize } from "./stacks/summary";
import { synthesize } from "./stacks/write";

/**
 * The whole app of an organisation; nothing is written until it is synthesized.
 *
 * @param outdir where `synth()` writes
 */
export function buildApp(organization: Organization, outdir: string): App {
  const app = new App({ outdir });
  addStacks(app, organization);
  return app;
}

/** What a synth made, and what it would rather have been told. */
export interface Synthesis {
  readonly stacks: readonly StackSummary[];
  readonly warnings: readonly Problem[];
}

/**
 * Turns a file into Terraform JSON, whole or not at all.
 *
 * @param config path of the organisation's file
 * @param outdir folder that is written, such as `cdktf.out`
 * @throws ConfigError with every problem of the file
 * @throws WriteError where the folder can't be written
 */
export function synth(config: string, outdir: string): Synthesis {
  const { organization, warnings, propertyLines, problem } = readOrganization(config);
  const crowded = crowdedSubnets(organization);
  const refused = crowded.filter((one) => one.refused);
  if (refused.length > 0)
    throw new ConfigError(
      config,
      refused.map(({ path, message }) => problem(path, message)),
    );
  const lines = { file: config, lines: Object.fromEntries(propertyLines()) };
  const beside = {
    "organization.lines.json": `${JSON.stringify(lines, null, 1)}\n`,
    "organization.assume.json": `${JSON.stringify({ assume: organization.assume }, null, 1)}\n`,
  };
  const app = synthesize(outdir, (folder) => buildApp(organization, folder), beside);
  return {
    stacks: summarize(app),
    warnings: [...warnings, ...crowded.map(({ path, message }) => problem(path, message))],
  };
}
