/** Plans as given: saved by Terraform or as JSON, the latter optionally with the source that they were made from. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

import { openArchive, openFolder } from "../../configuration/files/folder";
import { type StackSource } from "../../configuration/stack-source";
import { noVariables } from "../../configuration/variables/variables";
import { InputError } from "../../input-error";
import { parseJson, readBytes } from "../../json/json-file";
import { isRecord, property } from "../../json/json-syntax";
import { moduleConfiguration } from "../module-tree";
import { isPlan } from "../read";
import { isArchive, sourceInArchive } from "./archive";
import { differences } from "./source-agreement";
import { showPlan } from "./terraform-show";

export interface PlanFile {
  readonly path: string;
  readonly json: unknown;
  /** For a plan: the configuration that it was made from. */
  readonly source?: StackSource;
  /** For a saved plan: the files that it contains. */
  readonly archive?: ReadonlyMap<string, Buffer>;
}

/**
 * Reads a JSON file, or a plan saved by Terraform with the source in it.
 *
 * @throws InputError for a file that is neither, or a plan that Terraform cannot show
 */
export async function openPlanFile(path: string): Promise<PlanFile> {
  const bytes = readBytes(path);
  if (!isArchive(bytes)) return { path, json: parseJson(path, bytes) };
  const texts = sourceInArchive(path, bytes);
  const json = showPlan(path);
  const source = await openArchive(path, texts);
  const differs = isRecord(json) && isPlan(json) ? differencesOf({ json }, source) : [];
  if (differs.length === 0) return { path, json, source, archive: texts };
  throw new InputError([
    {
      path: `${path} (tfconfig/)`,
      what: notItsSource(path, differs),
      todo: "make the plan again (terraform plan -out)",
    },
  ]);
}

function notItsSource(plan: string, differs: readonly string[]): string {
  const more = differs.length > 3 ? `, and ${differs.length - 3} more` : "";
  return `is not the source of ${plan}: ${differs.slice(0, 3).join("; ")}${more}`;
}

/**
 * Assigns each plan the source that it was made from: one of `DIR`, or that of `PLAN=DIR`. A source that matches no
 * plan is refused, since it would give wrong results.
 *
 * @throws InputError for a folder that cannot be read, or that matches no plan
 */
export async function withSources(files: readonly PlanFile[], given: readonly string[]): Promise<PlanFile[]> {
  const found = new Map<PlanFile, StackSource>();
  for (const text of new Set(given)) {
    const named = files.find(({ path }) => text.startsWith(`${path}=`));
    const folder = named ? text.slice(named.path.length + 1) : text;
    const plans = named ? [named] : files.filter((file) => file.archive ?? isJsonPlan(file));
    const problem = (what: string, todo: string) => new InputError([{ path: folder, what, todo }]);
    if (plans.length === 0)
      throw problem(
        "is given as a source, and no plan with it",
        "name a plan, saved or as JSON (terraform show -json)",
      );
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw problem("is not a folder", "name the folder where the plan was made");
    const sources = await openFolder(folder, noVariables);
    const compared = plans.flatMap((plan) =>
      sources.map((source) => ({ plan, source, differs: differencesOf(plan, source) })),
    );
    const agreeing = compared.filter(({ differs }) => differs.length === 0);
    for (const { plan, source } of agreeing) {
      if (found.has(plan)) continue;
      // A saved plan contains its own configuration; the folder adds the other files.
      const from = sources.length > 1 ? source.configuration : folder;
      found.set(plan, plan.archive ? await openArchive(plan.path, plan.archive, from) : source);
    }
    if (agreeing.length > 0) continue;
    const [closest] = compared.sort((a, b) => a.differs.length - b.differs.length);
    throw problem(
      notItsSource(closest!.plan.path, closest!.differs),
      "give the source that the plan was made from, or pass the plan file itself (terraform plan -out)",
    );
  }
  return files.map((file) => ({ ...file, source: found.get(file) ?? file.source }));
}

/** The output folder of synth, beside which plans are usually made. */
export const synthesized = "cdktf.out";

/**
 * Assigns plans without a source the synthesized stack that they match, if the folder has one. No one named these
 * stacks, so a stack that matches no plan is not an error.
 *
 * @param folder a `cdktf.out`; ignored if it has no stacks, or if it cannot be read
 */
export async function withSynthesized(files: readonly PlanFile[], folder: string): Promise<readonly PlanFile[]> {
  if (!files.some(isJsonPlan) || !existsSync(join(folder, "manifest.json"))) return files;
  let stacks: readonly StackSource[];
  try {
    stacks = await openFolder(folder, noVariables);
  } catch (error) {
    if (error instanceof InputError) return files;
    throw error;
  }
  return files.map((file) => {
    const source = isJsonPlan(file) ? stacks.find((stack) => differencesOf(file, stack).length === 0) : undefined;
    return source ? { ...file, source } : file;
  });
}

/** Whether a plan has the resources, constants and references of a configuration. */
export function isMadeFrom(file: PlanFile, source: StackSource): boolean {
  return isRecord(file.json) && isPlan(file.json) && differencesOf(file, source).length === 0;
}

function isJsonPlan({ json, source }: PlanFile): boolean {
  return source === undefined && isRecord(json) && isPlan(json);
}

function differencesOf(
  { json }: Pick<PlanFile, "json">,
  { files, library, configuration }: StackSource,
): readonly string[] {
  const planned = moduleConfiguration(property(property(json, "configuration"), "root_module"));
  const moduleOf = (names: readonly string[], source: string, from: string) => {
    const module = library.module({ names, source, from });
    return typeof module === "string" ? undefined : module;
  };
  return differences(planned, { folder: configuration, files }, moduleOf);
}
