import { execFile, type ExecFileException } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { providerMirror } from "../support/prerequisites";
import { type File, yamlOf } from "../support/variants";
import { type Emulator } from "./emulator/emulator";

export interface CommandRun {
  readonly exitCode: number;
  /** Both streams, colours taken out. */
  readonly output: string;
}

/** The run's output, where it ended as it should; else the end of the output is the error. */
export function expectExit(run: CommandRun, exitCode: number): string {
  if (run.exitCode === exitCode) return run.output;
  const end = run.output.split("\n").slice(-80).join("\n");
  throw new Error(`should have ended with ${exitCode}, ended with ${run.exitCode}:\n${end}`);
}

/** A user's folder: a file, cdktf's settings, states; the commands run in it as a user would run them. */
export class Project {
  readonly path = mkdtempSync(join(tmpdir(), "mountpath-e2e-"));
  private readonly environment: Record<string, string | undefined>;

  constructor(emulator: Emulator, file: File) {
    const root = resolve(__dirname, "../..");
    const terraformrc = join(this.path, "terraformrc");
    const mirror = providerMirror();
    writeFileSync(
      terraformrc,
      mirror ? `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n` : "",
    );
    this.environment = {
      ...process.env,
      ...emulator.environment,
      TF_CLI_CONFIG_FILE: terraformrc,
      PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
    };
    const app = `node ${join(root, "bin/mountpath.mjs")} synth`;
    writeFileSync(
      join(this.path, "cdktf.json"),
      JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }),
    );
    this.write(file);
  }

  /** Puts another file in place of the one that is there. */
  write(file: File): void {
    writeFileSync(join(this.path, "organization.yaml"), yamlOf(file));
  }

  stackFolder(stack: string): string {
    return join(this.path, "cdktf.out/stacks", stack);
  }

  synth(): Promise<CommandRun> {
    return this.run("node", [resolve(__dirname, "../../bin/mountpath.mjs"), "synth"]);
  }

  /** `--skip-provider-lock`: locking asks the registry. */
  deploy(...stacks: string[]): Promise<CommandRun> {
    return this.run("cdktf", ["deploy", ...stacks, "--auto-approve", "--skip-provider-lock"]);
  }

  destroy(...stacks: string[]): Promise<CommandRun> {
    return this.run("cdktf", ["destroy", ...stacks, "--auto-approve", "--skip-provider-lock"]);
  }

  /** What Terraform would change: exit code 0 nothing, 2 something, 1 an error. The plan is kept for `showPlan`. */
  plan(stack: string): Promise<CommandRun> {
    return this.terraform(stack, "plan", "-input=false", "-no-color", "-detailed-exitcode", "-out=plan");
  }

  /** Addresses by what the plan does with them, `no-op` left out. */
  async plannedActions(stack: string): Promise<Record<string, string>> {
    const { output } = await this.terraform(stack, "show", "-json", "plan");
    const { resource_changes: changes = [] } = JSON.parse(output) as {
      resource_changes?: { address: string; mode: string; change: { actions: string[] } }[];
    };
    return Object.fromEntries(
      changes
        .filter(({ mode, change }) => mode === "managed" && change.actions.join() !== "no-op")
        .map(({ address, change }) => [address, change.actions.join("/")]),
    );
  }

  terraform(stack: string, ...args: string[]): Promise<CommandRun> {
    return this.run("terraform", args, this.stackFolder(stack));
  }

  run(program: string, args: readonly string[], cwd = this.path): Promise<CommandRun> {
    mkdirSync(cwd, { recursive: true });
    return new Promise((done) => {
      execFile(
        program,
        args,
        { cwd, env: this.environment, maxBuffer: 1 << 28 },
        (error: ExecFileException | null, stdout, stderr) => {
          const exitCode = error ? (typeof error.code === "number" ? error.code : 1) : 0;
          done({ exitCode, output: stripVTControlCharacters(`${stdout}${stderr}`) });
        },
      );
    });
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
