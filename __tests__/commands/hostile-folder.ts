import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Report } from "../../proof/verdict";
import { type Ended, runCommand } from "../support/command";
import { mountingStack } from "../support/mounting-stack";

export type Stack = ReturnType<typeof mountingStack>;

/** Milliseconds: of any one input, on a machine that does other things too. */
const longest = 20_000;
// eslint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** A folder of hostile inputs, and the proof of them within a heap of 1 GB. */
export class HostileFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "mountpath-hostile-"));
  private files = 0;

  /** The name of a new file. */
  write(text: string | Buffer): string {
    const name = `input-${this.files++}.json`;
    writeFileSync(join(this.folder, name), text);
    return name;
  }

  /** A stack that mounts, changed. */
  stack(change: (stack: Stack) => void): string {
    const made = mountingStack();
    change(made);
    return this.write(JSON.stringify(made));
  }

  /** Proves, and expects an end in time with nothing unprintable. */
  prove(...args: string[]): Ended {
    const started = Date.now();
    const ended = runCommand("prove", args, this.folder, { NODE_OPTIONS: "--max-old-space-size=1024" });
    expect(Date.now() - started).toBeLessThan(longest);
    expect(ended.stderr).not.toContain("the proof itself failed");
    expect(ended.stdout + ended.stderr).not.toMatch(unprintable);
    return ended;
  }

  proveJson(...files: string[]): Report {
    return JSON.parse(this.prove("--format", "json", ...files).stdout) as Report;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }
}
