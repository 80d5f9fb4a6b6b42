import { type ChildProcess, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { startGroup } from "./processes";

const root = resolve(__dirname, "../..");

/** Runs of Jest whose processes, including child processes, are found by a marker in their environment. */
class MarkedRun {
  /** The folder with the temporary files that they would have removed. */
  readonly folder = mkdtempSync(join(tmpdir(), "mountpath-cleanup-"));
  private readonly mark = `MOUNTPATH_RUN=${randomUUID()}`;
  private readonly jest: ChildProcess;
  private output = "";

  constructor(environment: Record<string, string> = {}) {
    const [name = "", value] = this.mark.split("=");
    this.jest = startGroup(
      process.execPath,
      [join(root, "node_modules/jest/bin/jest.js"), "-i", "-c", join(__dirname, "fixtures/jest.config.js")],
      { cwd: root, env: { ...process.env, ...environment, TMPDIR: this.folder, [name]: value } },
    );
    this.jest.stderr?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Jest's output, after it has exited. */
  ended(): Promise<string> {
    return new Promise((done) => this.jest.once("close", () => done(this.output)));
  }

  kill(): void {
    this.jest.kill("SIGKILL");
  }

  /** Commands that are running. */
  running(): string[] {
    const withEnvironment = process.platform === "darwin" ? "-axEwwo" : "axewwo";
    const { stdout } = spawnSync("ps", [withEnvironment, "command"], { encoding: "utf8", maxBuffer: 64 * 2 ** 20 });
    return stdout.split("\n").filter((line) => line.includes(this.mark));
  }

  /** Waits some seconds until the running commands are as expected. */
  async until(should: (commands: string[]) => boolean): Promise<string[]> {
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline && !should(this.running())) await new Promise((next) => setTimeout(next, 100));
    return this.running();
  }
}

const none = (commands: string[]) => commands.length === 0;

test("a failing test leaves nothing running, even without its own cleanup", async () => {
  const run = new MarkedRun();
  expect(await run.ended()).toContain("failed on purpose");
  expect(await run.until(none)).toEqual([]);
  rmSync(run.folder, { recursive: true });
});

test("a killed run leaves nothing running", async () => {
  const run = new MarkedRun({ NEVER_ENDS: "1" });
  const started = (commands: string[]) => commands.some((command) => command.includes("sleep 1000"));
  expect(started(await run.until(started))).toBe(true);
  run.kill();
  expect(await run.until(none)).toEqual([]);
  rmSync(run.folder, { recursive: true });
});
