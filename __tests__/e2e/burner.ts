import { type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";

import { startGroup, stopGroup } from "./processes";

/** Seconds after which a process ends by itself, in case a test never stops it. */
const longest = 900;

/**
 * Keeps all processors busy while a test runs, as other jobs of a build machine do: twice as many processes as there are
 * processors.
 */
export class Burner {
  private constructor(private readonly processes: readonly ChildProcess[]) {}

  static start(): Burner {
    const script = `const end = Date.now() + ${longest * 1000}; while (Date.now() < end);`;
    return new Burner(
      Array.from({ length: 2 * availableParallelism() }, () =>
        startGroup(process.execPath, ["-e", script], { stdio: "ignore" }),
      ),
    );
  }

  stop(): void {
    for (const each of this.processes) stopGroup(each, "SIGKILL");
  }
}
