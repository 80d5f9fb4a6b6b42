/**
 * Handles a call without a known command: help, the version, or an error. Exit code: 0 for `--help` and `--version` · 2
 * otherwise.
 */
import { version } from "../../package.json";
import { overview, unknownCommand } from "./overview";

const [first = ""] = process.argv.slice(2);
switch (first) {
  case "--help":
  case "-h":
  case "help":
    process.stdout.write(overview());
    break;
  case "--version":
  case "-V":
    process.stdout.write(`${version}\n`);
    break;
  case "":
    process.stderr.write(overview());
    process.exitCode = 2;
    break;
  default:
    process.stderr.write(unknownCommand(first));
    process.exitCode = 2;
}
