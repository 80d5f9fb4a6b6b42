import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";

/** Seconds after which a process ends by itself, in case a test never stops it. */
const longest = 300;

/**
 * Keeps all processors busy while a test runs, as other jobs of a build machine do: one process per processor. They are
 * not detached: Linux shares the time among detached groups first, and the other suites would starve.
 */
export class Burner {
  private constructor(private readonly processes: readonly ChildProcess[]) {}

  static start(): Burner {
    const script = `
      const end = Date.now() + ${longest * 1000};
      const parent = process.ppid;
      while (Date.now() < end) process.kill(parent, 0); // fails once the tests are gone`;
    return new Burner(
      Array.from({ length: availableParallelism() }, () =>
        spawn(process.execPath, ["-e", script], { stdio: "ignore" }),
      ),
    );
  }

  stop(): void {
    for (const each of this.processes) each.kill("SIGKILL");
  }
}
