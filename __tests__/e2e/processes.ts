import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";

/**
 * Starts a program in a process group of its own, so that `stopGroup` reaches what it starts in turn. The group ends
 * with this process, however that ends: a shell waits for its end of a pipe to close. (Jest gives tests a copy of
 * `process`, whose `exit` event never comes.)
 */
export function startGroup(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(program, args, { ...options, detached: true });
  const watcher = spawn("sh", ["-c", `read _; kill -KILL -${child.pid}`], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  child.once("close", () => watcher.kill("SIGKILL"));
  return child;
}

/** Ends a program and everything it started. */
export function stopGroup({ pid }: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch {
    // gone already
  }
}
