import { Command, Option } from "commander";

import { defaultConfig } from "../../config/file-name";
import { catalog, type CatalogEntry, type CommandName } from "./catalog";

/** The program of a command with its catalog entry; invalid arguments end with 2, as in every command. */
export function program(name: CommandName): Command {
  const { summary, example, exitCodes }: CatalogEntry = catalog[name];
  const codes = Object.entries(exitCodes).map(([code, meaning]) => `  ${code}  ${meaning}`);
  return new Command(`mountpath ${name}`)
    .description(summary)
    .addHelpText("after", ["", "Example:", `  ${example}`, "", "Exit codes:", ...codes].join("\n"))
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
}

/** The organization file: `npx cdktf` passes the environment on, but no options. */
export function configOption(): Option {
  return new Option("--config <file>", "the organization's file").env("MOUNTPATH_CONFIG").default(defaultConfig);
}
