import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ProviderProcess } from "./provider-process";
import { TerraformFolder } from "./terraform";

/** What Terraform reports of a configuration. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly range?: { readonly filename: string };
}

type Outputs = Record<string, { readonly value: unknown; readonly sensitive?: boolean }>;

/**
 * Validates stacks with the real Terraform and provider, all in one run as modules of one configuration.
 *
 * @param stacks the JSON or HCL of each stack, by any name
 * @returns what Terraform reports of each stack
 */
export async function validateStacks(stacks: ReadonlyMap<string, string>): Promise<Map<string, Diagnostic[]>> {
  const texts = [...new Set(stacks.values())];
  const found = await validateTexts(texts);
  return new Map([...stacks].map(([name, json]) => [name, found[texts.indexOf(json)]!]));
}

/** What Terraform reports of each text, in the same order. */
async function validateTexts(texts: readonly string[]): Promise<Diagnostic[][]> {
  const found: Diagnostic[][] = texts.map(() => []);
  const provider = await ProviderProcess.start();
  try {
    let left = texts.map((_, index) => index);
    while (left.length > 0) {
      const diagnostics = await validateOnce(new Map(left.map((index) => [`stack-${index}`, texts[index]!])), provider);
      for (const one of diagnostics) found[Number(moduleOf(one).slice("stack-".length))]!.push(one);
      if (diagnostics.length === 0) break;
      // An error can stop Terraform before it reads the other stacks.
      left = left.filter((index) => found[index]!.length === 0);
    }
  } finally {
    await provider.stop();
  }
  return found;
}

async function validateOnce(modules: ReadonlyMap<string, string>, provider: ProviderProcess): Promise<Diagnostic[]> {
  const folder = new TerraformFolder();
  try {
    for (const [name, text] of modules) {
      mkdirSync(join(folder.path, name));
      const isJson = text.startsWith("{");
      writeFileSync(join(folder.path, name, isJson ? "cdk.tf.json" : "cdk.tf"), text);
      if (isJson) writeFileSync(join(folder.path, name, "sensitivity.tf.json"), JSON.stringify(sensitivityOf(text)));
    }
    const calls = [...modules.keys()].map((name) => [name, { source: `./${name}` }]);
    writeFileSync(join(folder.path, "main.tf.json"), JSON.stringify({ module: Object.fromEntries(calls) as object }));
    // A module that can't be read fails the installation of modules; validate then says which one it is.
    await folder.init().catch(() => undefined);
    const { stdout, stderr } = await folder.run(["validate", "-json"], provider.environment);
    if (stdout === "") throw new Error(`terraform validate failed: ${stderr}`);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
    return diagnostics.filter(({ summary }) => summary !== "Backend configuration ignored");
  } finally {
    folder.dispose();
  }
}

/**
 * Fails if an output is secretly sensitive, which Terraform refuses in a root module only: no key of for_each may be
 * sensitive.
 */
function sensitivityOf(json: string): object {
  const { output = {} } = JSON.parse(json) as { output?: Outputs };
  const shown = Object.values(output).filter(({ sensitive }) => sensitive !== true);
  return {
    locals: { "mountpath--outputs": shown.map(({ value }) => value) },
    resource: {
      terraform_data: { "mountpath--outputs": { for_each: "${toset([jsonencode(local.mountpath--outputs)])}" } },
    },
  };
}

/** The module in whose file Terraform found it; an error about a cycle has no place. */
function moduleOf({ range, ...diagnostic }: Diagnostic): string {
  const [placed] = /^stack-\d+(?=\/)/.exec(range?.filename ?? "") ?? [];
  const [, named] = /\bmodule\.(stack-\d+)\b/.exec(diagnostic.summary) ?? [];
  const module = placed ?? named;
  if (module === undefined) throw new Error(`Terraform reports an error of no stack: ${JSON.stringify(diagnostic)}`);
  return module;
}
