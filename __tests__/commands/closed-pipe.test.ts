import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { projectRoot } from "../support/command";

test("a reader that closes the pipe changes neither the written files nor the exit code", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-pipe-"));
  try {
    copyFileSync(join(projectRoot, "organization.yaml"), join(folder, "organization.yaml"));
    const command = spawn(process.execPath, [join(projectRoot, "bin/mountpath.cjs"), "synth"], { cwd: folder });
    command.stdout.destroy();
    let errors = "";
    command.stderr.on("data", (text: Buffer) => (errors += text.toString()));
    const status = await new Promise((resolve) => command.on("close", resolve));
    expect([status, errors]).toEqual([0, ""]);
    expect(existsSync(join(folder, "cdktf.out/manifest.json"))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
