import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const projectRoot = join(__dirname, "../..");

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run COMMAND -- ARGS` without npm, in a folder. */
export function runCommand(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, "bin/mountpath.cjs"), command, ...args],
    { cwd, encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 256 * 2 ** 20 },
  );
  return { status, stdout, stderr };
}
