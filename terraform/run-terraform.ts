import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A Terraform command that has ended. */
export interface TerraformEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running Terraform command. */
export interface StartedTerraform {
  /** Resolved after Terraform has ended and all of its output was read, however long that takes. */
  readonly ended: Promise<TerraformEnd>;
  /** Asks Terraform to stop as Ctrl-C does: it finishes what it has begun and saves the state. */
  interrupt(): void;
}

export interface StartOptions {
  /** Called with each line of the standard output. */
  readonly onLine?: (line: string) => void;
  /**
   * Whether Ctrl-C in the terminal does not reach Terraform, so that only `interrupt` stops it: Terraform abandons what it
   * has begun when it gets a second signal.
   * @default false
   */
  readonly ownGroup?: boolean;
}

/** Terraform, or the program in TERRAFORM_BINARY_NAME, cannot be started. */
export class TerraformMissingError extends Error {}

/**
 * Runs Terraform, or the program in TERRAFORM_BINARY_NAME (as cdktf does), with nothing on its standard input.
 *
 * @throws TerraformMissingError
 */
export function runTerraform(folder: string, args: readonly string[]): Promise<TerraformEnd> {
  return startTerraform(folder, args).ended;
}

/** The same; `ended` is rejected with a TerraformMissingError. */
export function startTerraform(
  folder: string,
  args: readonly string[],
  { onLine, ownGroup = false }: StartOptions = {},
): StartedTerraform {
  const program = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, TF_IN_AUTOMATION: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: ownGroup,
  });
  const [stdout, stderr]: Buffer[][] = [[], []];
  child.stdout.on("data", (part: Buffer) => stdout!.push(part));
  child.stderr.on("data", (part: Buffer) => stderr!.push(part));
  const lines = onLine && createInterface({ input: child.stdout, crlfDelay: Infinity }).on("line", onLine);
  const read = new Promise<void>((resolve) => (lines ? lines.once("close", () => resolve()) : resolve()));
  const ended = new Promise<TerraformEnd>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") reject(error);
      else {
        const todo = "install it, or name another program in TERRAFORM_BINARY_NAME";
        reject(new TerraformMissingError(`cannot start ${program}: ${todo}`));
      }
    });
    child.on("close", (code, signal) => {
      const text = (parts: readonly Buffer[]) => Buffer.concat(parts).toString("utf8");
      const killed = signal ? `\nTerraform was ended by ${signal}\n` : "";
      const end = { exitCode: code ?? 1, stdout: text(stdout!), stderr: `${text(stderr!)}${killed}` };
      void read.then(() => resolve(end));
    });
  });
  const interrupt = () => {
    try {
      // The group, since the program may be a script that starts Terraform.
      if (child.pid !== undefined) process.kill(ownGroup ? -child.pid : child.pid, "SIGINT");
    } catch {
      // It has ended already.
    }
  };
  return { ended, interrupt };
}

/**
 * Terraform's errors, each as its first line and its explanation: `Unable to find remote state: No stored state was
 * found for the given workspace in the given backend.` The lines of the configuration in between are left out.
 */
export function errorsOf(output: string): string[] {
  const lines = output.split("\n").map((line) => line.replace(/^[│╷╵]\s?/, "").trimEnd());
  const errors: string[] = [];
  let paragraphs: string[] = [];
  let open = false;
  const close = () => {
    if (open) errors.push(paragraphs.filter((text) => text !== "").join(": "));
    open = false;
  };
  for (const line of lines) {
    if (/^(Error|Warning): /.test(line)) {
      close();
      open = line.startsWith("Error: ");
      paragraphs = [line.slice("Error: ".length), ""];
    } else if (open && line === "") paragraphs.push("");
    else if (open && paragraphs.length < 6 && !/^ {2,}|^\s*\d+:/.test(line)) {
      const last = paragraphs.length - 1;
      paragraphs[last] = [paragraphs[last], line.trim()].filter(Boolean).join(" ");
    }
  }
  close();
  return errors;
}
