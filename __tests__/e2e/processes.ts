import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";

/**
 * Starts a program in its own process group, so that `stopGroup` reaches its child processes. The group ends with this
 * process in any case: a shell waits for its end of a pipe to close. (Jest gives tests a copy of `process` whose `exit`
 * event is never emitted.)
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

/** Ends a program and its child processes. */
export function stopGroup({ pid }: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch {
    // gone already
  }
}
