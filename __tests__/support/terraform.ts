import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { providerMirror } from "./prerequisites";

/** The outcome of a run of the real Terraform. */
export interface TerraformRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder in which the real Terraform runs, with the real AWS provider. */
export class TerraformFolder {
  readonly path = mkdtempSync(join(tmpdir(), "mountpath-terraform-"));
  private initialized = false;

  /** Installs the provider from the machine's mirror, or from the registry if there is none. */
  async init(options: readonly string[] = ["-backend=false"]): Promise<void> {
    if (this.initialized) return;
    const mirror = providerMirror();
    const { exitCode, stderr } = await this.run([
      "init",
      "-input=false",
      ...options,
      ...(mirror ? [`-plugin-dir=${mirror}`] : []),
    ]);
    if (exitCode !== 0) throw new Error(`terraform init failed: ${stderr}`);
    this.initialized = true;
  }

  run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<TerraformRun> {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      NO_COLOR: "1",
      ...environment,
    };
    delete env["TF_CLI_CONFIG_FILE"]; // it may name a file that doesn't exist
    return new Promise((resolve) => {
      execFile("terraform", args, { cwd: this.path, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
        resolve({ exitCode: error ? Number(error.code ?? 1) : 0, stdout, stderr });
      });
    });
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
