import { orChoose } from "../../config/nearest";
import { catalog, type CatalogEntry } from "./catalog";

const entries: readonly (readonly [string, CatalogEntry])[] = Object.entries(catalog);

/** What `mountpath --help` prints. */
export function overview(): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  const commands = entries.flatMap(([name, { summary, example }]) => [
    `  ${name.padEnd(width)}  ${summary}`,
    `  ${" ".repeat(width)}  $ ${example}`,
  ]);
  return [
    "Usage: mountpath COMMAND [options]",
    "",
    "Fargate, EFS and hybrid DNS on AWS as Terraform, with a proof before apply that every workload mounts its file systems.",
    "",
    "Commands:",
    ...commands,
    "",
    "mountpath COMMAND --help lists the options and exit codes of a command.",
    "",
  ].join("\n");
}

/** The reason why a command can't be run, with the nearest command. */
export function unknownCommand(name: string): string {
  const names = entries.map(([each]) => each);
  return `unknown command '${name}'${orChoose(name, names)}\n`;
}
