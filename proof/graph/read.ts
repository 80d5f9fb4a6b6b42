/** Reads paths into one graph; recognizes each kind of input by its content. */
import { statSync } from "node:fs";

import { type Assumption } from "./assumption";
import { readAssumed } from "./configuration/files/assumed";
import { configurationFile, openFolder, readFolder, stackInMemory } from "./configuration/files/folder";
import { type StackSource } from "./configuration/stack-source";
import { type GivenVariables, noVariables } from "./configuration/variables/variables";
import { World } from "./configuration/world";
import { Graph } from "./graph";
import { InputError, type InputProblem } from "./input-error";
import { readJson } from "./json/json-file";
import { entriesOf, isRecord, type JsonObject } from "./json/json-syntax";
import { type Document, type Output, type Resource, type ResourceKey, resourceKey, type Value } from "./model";
import { openPlanFile, type PlanFile, synthesized, withSources, withSynthesized } from "./plan/files/plan-file";
import { joinStacks } from "./plan/one-stack";
import { planOutputs, stateOutputs } from "./plan/outputs";
import { PriorStates } from "./plan/prior-state/prior-state";
import { documentOf, readPlan, readState } from "./plan/read";
import { withRemoteIdentities } from "./remote-identities";
import { sensitiveVariables } from "./sensitive";

const remedy = "name a cdktf.out folder, or plans made with terraform show -json PLAN";
const versions = "make it with terraform show -json of Terraform 1.1 or later";

/**
 * Like `readGraph`, with support for folders of Terraform in HCL, with values for its variables, and for saved plans.
 *
 * @param sources the folders that plans were made from: `DIR`, or `PLAN=DIR`
 * @throws InputError naming everything that cannot be read
 */
export async function readInputs(
  paths: readonly string[],
  given: GivenVariables = noVariables,
  assumed: readonly Assumption[] = [],
  sources: readonly string[] = [],
): Promise<Graph> {
  const problems: InputProblem[] = [];
  const inputs = new Inputs(assumed);
  const files: PlanFile[] = [];
  if (paths.length === 0) problems.push({ path: ".", what: "no input given", todo: remedy });
  const attempt = async (read: () => Promise<void> | void) => {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  };
  for (const path of new Set(paths)) {
    await attempt(async () => {
      if (!isFolder(path)) files.push(await openPlanFile(path));
      else {
        for (const source of await openFolder(path, given)) inputs.add(source);
        inputs.assume(readAssumed(path));
      }
    });
  }
  for (const option of given.options) {
    if ("file" in option || problems.length > 0 || inputs.declaresVariable(option.name)) continue;
    const what = "sets a variable that no folder declares";
    problems.push({
      path: `--var ${option.name}`,
      what,
      todo: "correct its name, or name the folder that declares it",
    });
  }
  let sourced: readonly PlanFile[] = files;
  if (problems.length === 0)
    await attempt(async () => void (sourced = await withSynthesized(await withSources(files, sources), synthesized)));
  for (const { path, json, source } of sourced) await attempt(() => inputs.addJson(path, json, source));
  if (problems.length > 0) throw new InputError(problems);
  return inputs.graph();
}

/**
 * Reads `cdktf.out` folders, folders with `*.tf.json`, plans and states (`terraform show -json`) into one graph.
 *
 * @throws InputError naming everything that cannot be read
 */
export function readGraph(paths: readonly string[]): Graph {
  const problems: InputProblem[] = [];
  const inputs = new Inputs();
  if (paths.length === 0) problems.push({ path: ".", what: "no input given", todo: remedy });
  for (const path of new Set(paths)) {
    try {
      inputs.read(path);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return inputs.graph();
}

/**
 * A graph of stacks from parsed `cdk.tf.json`, by stack name: for tests, and for stacks in memory. Stack folders are
 * assumed to be siblings, as in `cdktf.out/stacks/NAME`.
 */
export function graphOfStacks(
  stacks: Readonly<Record<string, JsonObject>>,
  assumed: readonly Assumption[] = [],
): Graph {
  const inputs = new Inputs(assumed);
  for (const [name, json] of Object.entries(stacks)) inputs.add(stackInMemory(name, json));
  return inputs.graph();
}

/**
 * A graph of plans or states from parsed `terraform show -json`, by path.
 *
 * @param sources the configurations that plans were made from, by the plan's path
 * @param stacks all stacks that were synthesized together; those of a plan or state serve the others, which are read from
 * their configurations
 */
export function graphOfPlans(
  plans: Readonly<Record<string, unknown>>,
  assumed: readonly Assumption[] = [],
  sources: Readonly<Record<string, StackSource>> = {},
  stacks: readonly SynthesizedStack[] = [],
): Graph {
  const inputs = new Inputs(assumed);
  for (const [path, json] of Object.entries(plans)) inputs.addJson(path, json, sources[path]);
  for (const { source, planned } of stacks) {
    if (planned !== undefined && Object.hasOwn(plans, planned)) inputs.addPlanned(source, planned);
    else inputs.add(source);
  }
  return inputs.graph();
}

export interface SynthesizedStack {
  readonly source: StackSource;
  /** The path of its plan or state, if there is one. */
  readonly planned?: string;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

class Inputs {
  private readonly sources: StackSource[] = [];
  private readonly resources: Resource[] = [];
  private readonly outputs: Output[] = [];
  private readonly documents: Document[] = [];
  private readonly names = new Set<string>();
  /** The paths of plans and states, by the name of the configuration that they represent. */
  private readonly represented = new Map<string, string>();
  private readonly priorStates = new PriorStates();
  private readonly assumed: Assumption[];

  constructor(assumed: readonly Assumption[] = []) {
    this.assumed = [...assumed];
  }

  assume(statements: readonly Assumption[]): void {
    this.assumed.push(...statements);
  }

  read(path: string): void {
    if (isFolder(path)) {
      for (const source of readFolder(path)) this.add(source);
      this.assume(readAssumed(path));
    } else this.addJson(path, readJson(path));
  }

  /** @param source for a plan: the configuration that it was made from */
  addJson(path: string, json: unknown, source?: StackSource): void {
    const problem = (what: string) => new InputError([{ path, what, todo: remedy }]);
    if (!isRecord(json)) throw problem("is JSON, but not Terraform's");
    if (
      json["format_version"] === undefined &&
      ["resource", "data", "terraform", "output", "provider", "module"].some((name) => isRecord(json[name]))
    ) {
      this.add(configurationFile(path, json));
    } else if (typeof json["format_version"] === "string" && !json["format_version"].startsWith("1.")) {
      // Another major version may have any meaning (TF-08).
      throw new InputError([
        { path, what: `has format version ${json["format_version"]}, and 1.x is supported`, todo: versions },
      ]);
    } else if (typeof json["format_version"] === "string") {
      const document = documentOf(this.unique(path), json);
      const isPlan = document.kind === "plan";
      this.documents.push(document);
      this.resources.push(
        ...(isPlan ? readPlan(document, json, this.priorStates, source) : readState(document, json, this.priorStates)),
      );
      this.outputs.push(...(isPlan ? planOutputs : stateOutputs)(document, json));
    } else if (typeof json["version"] === "number" && typeof json["lineage"] === "string") {
      throw problem("is a raw state file, which is not a stable format");
    } else throw problem("is JSON, but not Terraform's");
  }

  /** Stacks of several folders may have the same name: later ones are distinguished by their folder. */
  add(source: StackSource): void {
    const { document } = source;
    const name = this.names.has(document.name) ? `${document.root}/${document.name}` : document.name;
    const sensitive = () => sensitiveVariables(source);
    this.sources.push({ ...source, document: { ...document, name: this.unique(name), sensitive } });
  }

  /** A configuration for which a plan or state is read: it serves only stacks that read its outputs. */
  addPlanned(source: StackSource, path: string): void {
    const { document } = source;
    const name = this.unique(`${document.root}/${document.name}`);
    this.sources.push({ ...source, document: { ...document, name } });
    this.represented.set(name, path);
  }

  declaresVariable(name: string): boolean {
    return this.sources.some(({ files }) =>
      files.some((file) => entriesOf(file["variable"]).some(([declared]) => declared === name)),
    );
  }

  private unique(name: string): string {
    let free = name;
    for (let at = 2; this.names.has(free); at++) free = `${name} (${at})`;
    this.names.add(free);
    return free;
  }

  graph(): Graph {
    const { resources, outputs, merged } = joinStacks(this.resources, this.outputs);
    const world = new World(this.sources, undefined, this.appliedOutputs());
    const configured = withRemoteIdentities(world, world.resources(), this.resources, this.represented);
    const isOwn = ({ document }: { readonly document: Document }) => !this.represented.has(document.name);
    return Graph.of(
      [...configured.filter(isOwn), ...resources],
      [...world.outputs().filter(isOwn), ...outputs],
      [...world.stacks.map(({ document }) => document).filter((document) => isOwn({ document })), ...this.documents],
      new Map([...merged, ...this.representatives(configured, merged)]),
      this.assumed,
    );
  }

  /** Outputs of represented configurations as their plans and states have them. */
  private appliedOutputs(): ReadonlyMap<string, ReadonlyMap<string, Value>> {
    return new Map(
      [...this.represented].map(([name, path]) => {
        const own = this.outputs.filter(({ document }) => document.name === path);
        return [name, new Map(own.map((output) => [output.name, output.value()]))];
      }),
    );
  }

  /** The planned resource for each resource of a represented configuration, if the plan has it. */
  private *representatives(
    configured: readonly Resource[],
    merged: ReadonlyMap<ResourceKey, ResourceKey>,
  ): Iterable<[ResourceKey, ResourceKey]> {
    if (this.represented.size === 0) return;
    const planned = new Set(this.resources.map(({ key }) => key));
    for (const { key, address, document } of configured) {
      const path = this.represented.get(document.name);
      const representative = path === undefined ? undefined : resourceKey(path, address);
      if (representative && planned.has(representative)) yield [key, merged.get(representative) ?? representative];
    }
  }
}
