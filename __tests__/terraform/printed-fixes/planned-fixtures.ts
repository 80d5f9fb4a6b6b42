/** Plans many changed fixtures in one run of Terraform: nearly all of a run is the start of the provider. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stsServer } from "../../support/sts";
import { TerraformFolder } from "../../support/terraform";
import { type Plan, planOfModule } from "./plan-of-module";

const fakeCredentials = {
  AWS_ACCESS_KEY_ID: "fake",
  AWS_SECRET_ACCESS_KEY: "fake",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** The provider's configuration in a fixture: all have one. */
const providerBlock = /^provider "aws" \{\n[^]*?^\}\n/gm;

/** A copy of a fixture's Terraform; `provider` was removed from `providers.tf`, whose text it was. */
interface Copy {
  readonly folder: string;
  readonly provider: string;
  readonly providersFile: string;
}

/** Fixtures as modules of one configuration, each with the configuration of the provider that it had. */
export class PlannedFixtures {
  private readonly terraform = new TerraformFolder();
  private readonly copies = new Map<string, Copy>();

  /** The fixture's folder without what was recorded of it; edit it before {@link plan}. */
  add(name: string, fixture: string): string {
    const folder = join(this.terraform.path, name);
    mkdirSync(folder);
    for (const entry of readdirSync(fixture)) {
      if (!entry.endsWith(".json")) cpSync(join(fixture, entry), join(folder, entry), { recursive: true });
    }
    const path = join(folder, "providers.tf");
    const providersFile = readFileSync(path, "utf8");
    const [provider, another] = providersFile.match(providerBlock) ?? [];
    if (provider === undefined || another !== undefined) throw new Error(`not one provider "aws" in ${fixture}`);
    writeFileSync(path, providersFile.replace(provider, ""));
    this.copies.set(name, { folder, provider, providersFile });
    return folder;
  }

  remove(name: string): void {
    this.copies.delete(name);
  }

  /** The file of each fixture's plan, or Terraform's errors. */
  async plan(): Promise<Map<string, { file: string } | { error: string }>> {
    const results = new Map<string, { file: string } | { error: string }>();
    const sts = await stsServer("111122223333");
    try {
      for (;;) {
        const left = [...this.copies.keys()].filter((name) => !results.has(name));
        if (left.length === 0) return results;
        const errors = await this.planTogether(left, sts.url);
        for (const [name, error] of errors) results.set(name, { error });
        if (errors.size > 0) continue;
        for (const [name, file] of await this.plansOf(left)) results.set(name, { file });
      }
    } finally {
      sts.close();
      for (const { folder, providersFile } of this.copies.values())
        writeFileSync(join(folder, "providers.tf"), providersFile);
    }
  }

  dispose(): void {
    this.terraform.dispose();
  }

  /** The errors by fixture: none if all are planned. */
  private async planTogether(names: readonly string[], stsUrl: string): Promise<Map<string, string>> {
    writeFileSync(join(this.terraform.path, "main.tf"), this.root(names));
    try {
      await this.terraform.init([]);
    } catch (error) {
      return syntaxErrors(names, String(error));
    }
    const environment = { ...fakeCredentials, AWS_ENDPOINT_URL: stsUrl };
    const options = ["-input=false", "-lock=false", "-refresh=false", "-parallelism=20", "-json", "-out=tfplan"];
    const { exitCode, stdout, stderr } = await this.terraform.run(["plan", ...options], environment);
    return exitCode === 0 ? new Map() : errorsOf(names, stdout, stderr);
  }

  private root(names: readonly string[]): string {
    const providers = this.providers();
    return [
      ...providers.map((block, index) => block.replace("{", `{\n  alias = "${aliasOf(index)}"`)),
      ...names.map((name) => {
        const alias = aliasOf(providers.indexOf(this.copies.get(name)!.provider));
        return `module "${name}" {\n  source = "./${name}"\n  providers = {\n    aws = aws.${alias}\n  }\n}\n`;
      }),
      ...names.flatMap((name) => repeatedOutputs(name, this.copies.get(name)!.folder)),
    ].join("\n");
  }

  private providers(): string[] {
    return [...new Set([...this.copies.values()].map(({ provider }) => provider))];
  }

  private async plansOf(names: readonly string[]): Promise<[string, string][]> {
    const { exitCode, stdout, stderr } = await this.terraform.run(["show", "-json", "tfplan"]);
    if (exitCode !== 0) throw new Error(`terraform show failed: ${stderr}`);
    const whole = JSON.parse(stdout) as Plan;
    const providers = this.providers();
    return names.map((name) => {
      const { folder, provider } = this.copies.get(name)!;
      const file = join(folder, "plan.json");
      const own = planOfModule(whole, name, `aws.${aliasOf(providers.indexOf(provider))}`);
      writeFileSync(file, JSON.stringify(own));
      return [name, file];
    });
  }
}

/** Outputs of the root module with a module's outputs: a plan shows the values of no others. */
function repeatedOutputs(name: string, folder: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".tf"));
  const text = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  return [...text.matchAll(/^output "([\w-]+)" \{[^]*?^\}/gm)].map(([block, output]) => {
    const sensitive = /^ {2}sensitive\s*=\s*true/m.test(block);
    return `output "${name}--${output}" {\n  value = module.${name}.${output}\n  sensitive = ${sensitive}\n}\n`;
  });
}

function aliasOf(index: number): string {
  return `configuration${index}`;
}

/** The errors of a file that can't be read, which `terraform init` prints as text. */
function syntaxErrors(names: readonly string[], text: string): Map<string, string> {
  const unreadable = new Set([...text.matchAll(/\bon (\w+)\/\S+ line \d+/g)].map(([, name]) => name!));
  const found = names.filter((name) => unreadable.has(name));
  if (found.length === 0) throw new Error(`terraform init failed, but not because of a fixture: ${text}`);
  return new Map(found.map((name) => [name, text]));
}

interface Line {
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly address?: string;
    readonly range?: { readonly filename: string };
  };
}

/** The errors of a plan, by the module in which Terraform found them. */
function errorsOf(names: readonly string[], stdout: string, stderr: string): Map<string, string> {
  const errors = new Map<string, string>();
  for (const text of stdout.split("\n").filter((line) => line.startsWith("{"))) {
    const { diagnostic } = JSON.parse(text) as Line;
    if (diagnostic?.severity !== "error") continue;
    const { address = "", range, summary, detail } = diagnostic;
    const name = range?.filename.split("/")[0] ?? /\bmodule\.(\w+)\b/.exec(address + summary)?.[1] ?? "";
    if (!names.includes(name)) throw new Error(`terraform plan failed, but not because of a fixture: ${text}`);
    errors.set(name, `${errors.get(name) ?? ""}${address}: ${summary}: ${detail}\n`);
  }
  if (errors.size === 0) throw new Error(`terraform plan failed without an error: ${stderr}`);
  return errors;
}
