import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { TerraformFolder } from "./terraform";

const source = "registry.terraform.io/hashicorp/aws";

/**
 * The AWS provider in its debug mode, in which several runs of Terraform use one process: starting the provider takes
 * longer than most of these runs. All configurations of the provider share it, and the last one that is configured
 * applies to all of them. Therefore, it suits `validate`, which configures none, and plans with one configuration.
 */
export class ProviderProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** For runs of Terraform that should use this process. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Starts the version that `terraform init` installs. */
  static async start(environment: Readonly<Record<string, string>> = {}): Promise<ProviderProcess> {
    const folder = new TerraformFolder();
    try {
      const settings = { required_providers: { aws: { source: "hashicorp/aws" } } };
      writeFileSync(join(folder.path, "main.tf.json"), JSON.stringify({ terraform: settings }));
      await folder.init();
      const installed = join(folder.path, ".terraform/providers", source);
      const names = readdirSync(installed, { recursive: true, encoding: "utf8" });
      // `init` links to the folder of a mirror, which a recursive listing does not follow.
      const folders = names.filter((name) => name.split("/").length === 2).map((name) => join(installed, name));
      const [program] = folders.flatMap((path) => readdirSync(path).map((name) => join(path, name))).filter(isProgram);
      if (program === undefined) throw new Error(`terraform init installed no AWS provider: ${names.join(", ")}`);
      return await ProviderProcess.startProgram(program, environment);
    } finally {
      folder.dispose();
    }
  }

  private static async startProgram(program: string, environment: Readonly<Record<string, string>>) {
    const env: NodeJS.ProcessEnv = { ...process.env, ...environment };
    delete env["AWS_CA_BUNDLE"]; // it may name a file that doesn't exist
    const child = spawn(program, ["-debug"], { env, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    const reattach = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        printed += chunk.toString();
        const found = /TF_REATTACH_PROVIDERS='(.*)'/.exec(printed);
        if (found) resolve(found[1]!);
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.on("error", reject);
      child.on("exit", (code) => reject(new Error(`the AWS provider exited with ${code}: ${printed}`)));
    });
    return new ProviderProcess(child, { TF_REATTACH_PROVIDERS: reattach });
  }

  /** Resolves when the process has ended. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("close", resolve));
    this.child.kill("SIGKILL");
    await ended;
  }
}

function isProgram(path: string): boolean {
  return /\/terraform-provider-aws[^/]*$/.test(path);
}
