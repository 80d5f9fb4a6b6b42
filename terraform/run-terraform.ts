import { spawn } from "node:child_process";

/** A Terraform command that has ended. */
export interface TerraformEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Terraform, or the program in TERRAFORM_BINARY_NAME, cannot be started. */
export class TerraformMissingError extends Error {}

/**
 * Runs Terraform, or the program in TERRAFORM_BINARY_NAME (as cdktf does), with nothing on its standard input.
 *
 * @throws TerraformMissingError
 */
export function runTerraform(folder: string, args: readonly string[]): Promise<TerraformEnd> {
  const program = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, TF_IN_AUTOMATION: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [stdout, stderr]: Buffer[][] = [[], []];
    child.stdout.on("data", (part: Buffer) => stdout!.push(part));
    child.stderr.on("data", (part: Buffer) => stderr!.push(part));
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") reject(error);
      else {
        const todo = "install it, or name another program in TERRAFORM_BINARY_NAME";
        reject(new TerraformMissingError(`cannot start ${program}: ${todo}`));
      }
    });
    child.on("close", (code) => {
      const text = (parts: readonly Buffer[]) => Buffer.concat(parts).toString("utf8");
      resolve({ exitCode: code ?? 1, stdout: text(stdout!), stderr: text(stderr!) });
    });
  });
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
