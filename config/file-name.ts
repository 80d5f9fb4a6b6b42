import { escapeControls } from "./errors";

/** The organization file that a command reads without `--config`. */
export const defaultConfig = "organization.yaml";

/**
 * The text to write before `npx cdktf`, which has no option for the organization file: empty for `organization.yaml`, and
 * otherwise the variable that the synth reads, quoted for a POSIX shell.
 */
export function configVariable(config: string): string {
  if (config === defaultConfig) return "";
  const quoted = /^[\w./-]+$/.test(config) ? config : `'${config.replaceAll("'", "'\\''")}'`;
  return `MOUNTPATH_CONFIG=${escapeControls(quoted)} `;
}
