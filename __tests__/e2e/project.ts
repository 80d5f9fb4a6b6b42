import {
  appendFileSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { providerMirror } from "../support/prerequisites";
import { type File, yamlOf } from "../support/variants";
import { type Emulator } from "./emulator/emulator";
import { startGroup, stopGroup } from "./processes";

export interface CommandRun {
  readonly exitCode: number;
  /** Both streams, colors taken out. */
  readonly output: string;
  /** Unchanged output. */
  readonly stdout: string;
}

/** A running command. */
export interface StartedCommand {
  readonly ended: Promise<CommandRun>;
  /** Kills it and its child processes, without any cleanup. */
  kill(): void;
}

/** The run's output if its exit code is as expected; otherwise throws the end of the output. */
export function expectExit(run: CommandRun, exitCode: number): string {
  if (run.exitCode === exitCode) return run.output;
  const end = run.output.split("\n").slice(-80).join("\n");
  throw new Error(`should have ended with ${exitCode}, ended with ${run.exitCode}:\n${end}`);
}

const root = resolve(__dirname, "../..");

/** The mirror from which Terraform installs the provider without the registry. */
function fromMirror(path: string): string {
  return `provider_installation {\n  filesystem_mirror {\n    path = "${path}"\n  }\n}\n`;
}

/** The provider is downloaded once, and not again if only the lock file is missing. */
function fromCache(path: string): string {
  mkdirSync(path, { recursive: true });
  return `plugin_cache_dir = "${path}"\nplugin_cache_may_break_dependency_lock_file = true\n`;
}

/** A user's folder with a file, cdktf's settings and states; commands run in it as a user would run them. */
export class Project {
  readonly path = mkdtempSync(join(tmpdir(), "mountpath-e2e-"));
  private readonly environment: Record<string, string | undefined>;
  private readonly log = createWriteStream(join(this.path, "log"));
  private readonly running = new Set<StartedCommand>();

  constructor(emulator: Emulator, file: File) {
    const terraformrc = join(this.path, "terraformrc");
    const mirror = providerMirror();
    writeFileSync(terraformrc, mirror ? fromMirror(mirror) : fromCache(join(homedir(), ".terraform.d/plugin-cache")));
    this.environment = {
      ...process.env,
      ...emulator.environment,
      TF_CLI_CONFIG_FILE: terraformrc,
      // cdktf's cache is shared: each init recreates its link while others use it.
      ...(mirror && { CDKTF_DISABLE_PLUGIN_CACHE_ENV: "true" }),
      TERRAFORM_BINARY_NAME: join(root, "bin/terraform.sh"),
      PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
    };
    const app = `node ${join(root, "bin/mountpath.cjs")} synth`;
    writeFileSync(
      join(this.path, "cdktf.json"),
      JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }),
    );
    this.write(file);
  }

  /** Replaces the file. */
  write(file: File): void {
    writeFileSync(join(this.path, "organization.yaml"), yamlOf(file));
  }

  /** Adds text to the file. */
  append(text: string): void {
    appendFileSync(join(this.path, "organization.yaml"), text);
  }

  stackFolder(stack: string): string {
    return join(this.path, "cdktf.out/stacks", stack);
  }

  /** The path of a stack's local state. */
  stateFile(stack: string): string {
    return join(this.path, `terraform.example.${stack}.tfstate`);
  }

  /** Ids of the resources in a stack's local state. */
  idsInState(stack: string): string[] {
    const { resources } = JSON.parse(readFileSync(this.stateFile(stack), "utf8")) as {
      resources: { mode: string; instances: { attributes: { id: string } }[] }[];
    };
    return resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id));
  }

  /** The Regions of the resources in a stack's local state, by their ARNs. */
  regionsInState(stack: string): string[] {
    const text = readFileSync(this.stateFile(stack), "utf8");
    return [
      ...new Set(
        [...text.matchAll(/"arn": "arn:aws:[a-z0-9-]+:([a-z0-9-]+):[0-9]{12}:/g)].map(([, region]) => region!),
      ),
    ];
  }

  synth(): Promise<CommandRun> {
    return this.run("node", [join(root, "bin/mountpath.cjs"), "synth"]);
  }

  /** Synthesizes another file of the folder. */
  synthOf(config: string): Promise<CommandRun> {
    return this.run("node", [join(root, "bin/mountpath.cjs"), "synth", "--config", config]);
  }

  prove(...args: string[]): Promise<CommandRun> {
    return this.run("node", [join(root, "bin/mountpath.cjs"), "prove", ...args]);
  }

  /** A command with other environment variables, such as the credentials of an account. */
  mountpath(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<CommandRun> {
    return this.run("node", [join(root, "bin/mountpath.cjs"), ...args], this.path, environment);
  }

  /** `mountpath plan` of all stacks, and the review of its plans. */
  async reviewAll(): Promise<{ readonly plan: CommandRun; readonly review: CommandRun }> {
    const plan = await this.run("node", [join(root, "bin/mountpath.cjs"), "plan"]);
    return { plan, review: await this.run("node", [join(root, "bin/mountpath.cjs"), "review", "cdktf.out"]) };
  }

  /** The plans that `plan` saved, as files beside the stacks. */
  async review(...stacks: string[]): Promise<CommandRun> {
    const files = stacks.map((stack) => `plan-${stack}.json`);
    for (const [at, stack] of stacks.entries()) {
      const { stdout } = await this.terraform(stack, "show", "-json", "plan");
      writeFileSync(join(this.path, files[at]!), stdout);
    }
    return this.run("node", [join(root, "bin/mountpath.cjs"), "review", ...files]);
  }

  /** `--skip-provider-lock`, since locking needs the registry. */
  deploy(...stacks: string[]): Promise<CommandRun> {
    return this.run("cdktf", ["deploy", ...stacks, "--auto-approve", "--skip-provider-lock"]);
  }

  /** `mountpath deploy`, which needs no wrapper of Terraform. */
  mountpathDeploy(...args: string[]): Promise<CommandRun> {
    return this.run("node", [join(root, "bin/mountpath.cjs"), "deploy", ...args, "--auto-approve"], this.path, {
      TERRAFORM_BINARY_NAME: undefined,
    });
  }

  destroy(...stacks: string[]): Promise<CommandRun> {
    return this.run("cdktf", ["destroy", ...stacks, "--auto-approve", "--skip-provider-lock"]);
  }

  /** Prepares a stack's folder for plain Terraform, as cdktf does before a plan. */
  init(stack: string, ...options: string[]): Promise<CommandRun> {
    return this.terraform(stack, "init", "-input=false", "-no-color", ...options);
  }

  /** The exit code of a plan: 0 no changes, 2 changes, 1 an error. The plan is kept for the two methods below. */
  plan(stack: string): Promise<CommandRun> {
    return this.terraform(stack, "plan", "-input=false", "-no-color", "-detailed-exitcode", "-out=plan");
  }

  /** Applies the plan. */
  applyPlan(stack: string): Promise<CommandRun> {
    return this.terraform(stack, "apply", "-input=false", "-no-color", "plan");
  }

  apply(stack: string): Promise<CommandRun> {
    return this.terraform(stack, "apply", "-input=false", "-no-color", "-auto-approve");
  }

  /** Addresses by planned action, without `no-op`. */
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

  run(program: string, args: readonly string[], cwd = this.path, env: NodeJS.ProcessEnv = {}): Promise<CommandRun> {
    return this.start(program, args, cwd, env).ended;
  }

  start(program: string, args: readonly string[], cwd = this.path, env: NodeJS.ProcessEnv = {}): StartedCommand {
    this.log.write(`\n$ ${program} ${args.join(" ")}\n`);
    const child = startGroup(program, args, {
      cwd,
      env: { ...this.environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    const toStdout: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => toStdout.push(chunk));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (!this.log.writableEnded) this.log.write(chunk);
      });
    }
    const ended = new Promise<CommandRun>((done, fail) => {
      child.once("error", fail);
      child.once("close", (code) => {
        this.running.delete(command);
        done({
          exitCode: code ?? 1,
          output: stripVTControlCharacters(Buffer.concat(chunks).toString()),
          stdout: Buffer.concat(toStdout).toString(),
        });
      });
    });
    const command = { ended, kill: () => stopGroup(child, "SIGKILL") };
    this.running.add(command);
    return command;
  }

  /** Removes the folder, and ends the processes that a failed test left running in it. */
  dispose(): void {
    for (const command of this.running) command.kill();
    this.log.end();
    rmSync(this.path, { recursive: true, force: true });
  }
}
