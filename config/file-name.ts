import { escapeControls } from "./errors";

/** The organization file that a command reads without `--config`. */
export const defaultConfig = "organization.yaml";

/** The folder to which stacks are synthesized if `CDKTF_OUTDIR` names no other. */
export const defaultOutdir = "cdktf.out";

/**
 * The command that deploys stacks of an organization file.
 *
 * @param stacks names or patterns of stacks; none for all
 */
export function deployCommand(config: string, stacks: readonly string[] = []): string {
  return npmRun([...(config === defaultConfig ? [] : ["--config", shellWord(config)]), ...stacks.map(shellWord)]);
}

/** The command that deploys stacks as they are in the folder of a synth, whichever file it read. */
export function deployFolderCommand(folder: string, stacks: readonly string[] = []): string {
  return npmRun(["--stacks", shellWord(folder), ...stacks.map(shellWord)]);
}

function npmRun(args: readonly string[]): string {
  return args.length > 0 ? `npm run deploy -- ${args.join(" ")}` : "npm run deploy";
}

/** Quoted for a POSIX shell where that is needed. */
export function shellWord(text: string): string {
  return escapeControls(/^[\w./][\w./-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
}
