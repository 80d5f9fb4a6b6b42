import { type App, TerraformResource, TerraformStack } from "cdktf";
import Table from "cli-table3";

import { type StackKind } from "./contract";
import { MountpathStack } from "./stack";
import { waves } from "./waves";

/** What a synth made, for people: a row per stack, and how to deploy them. */
export interface StackSummary {
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  readonly resources: number;
  /** Names of the stacks that are deployed before it. */
  readonly dependsOn: readonly string[];
}

/** Kind of the stack that is deployed before all others, and its name. */
const stateBucket = "state-bucket";

/** Every stack of an app, in an order in which they can be deployed. */
export function summarize(app: App): StackSummary[] {
  const stacks = app.node.children.filter(
    (child): child is MountpathStack<StackKind> => child instanceof MountpathStack,
  );
  // Every state lies in its bucket, the one of the bucket's own stack apart.
  const bucket = stacks.filter(({ kind }) => kind === stateBucket).map(({ node }) => node.id);
  const summaries = stacks.map((stack) => {
    const read = stack.dependencies.filter(TerraformStack.isStack).map((dependency) => dependency.node.id);
    return {
      name: stack.node.id,
      account: stack.settings.account.id,
      resources: stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node)).length,
      dependsOn: read.length > 0 || stack.kind === stateBucket ? read : bucket,
    };
  });
  return waves(summaries).flat();
}

/** The table and the deploy order, as `synth` prints them. */
export function renderSummary(stacks: readonly StackSummary[], outdir: string): string {
  const table = new Table({
    head: ["stack", "account", "resources", "depends on"],
    colAligns: ["left", "left", "right", "left"],
    style: { head: [], border: [], compact: true, "padding-left": 0 },
    chars: borderless,
  });
  for (const { name, account, resources, dependsOn } of stacks) {
    table.push([name, account, resources, dependsOn.join(", ") || "-"]);
  }
  return [
    ...table
      .toString()
      .split("\n")
      .map((line) => line.trimEnd()),
    "",
    `written to ${outdir}; deploy with: ${deployCommands(stacks).join(" && ")}`,
    "",
  ].join("\n");
}

/** cdktf initializes every stack that it is given before it deploys the first: the bucket has to be there by then. */
function deployCommands(stacks: readonly StackSummary[]): string[] {
  const others = stacks.filter(({ name }) => name !== stateBucket);
  return [...(others.length < stacks.length ? [stateBucket] : []), stackArguments(others)].map(
    (names) => `npx cdktf deploy ${names}`,
  );
}

/** The stacks for `cdktf deploy`: by name, or where nobody would read the names, the pattern of all, ordered by cdktf. */
function stackArguments(stacks: readonly StackSummary[]): string {
  return stacks.length > mostNamed ? "'*'" : stacks.map(({ name }) => name).join(" ");
}

const mostNamed = 20;

/**
 * Deploys the stacks of one wave. cdktf insists on being given what a stack reads, too, unless it is told that this has
 * been deployed.
 */
export function deployWave(wave: readonly StackSummary[]): string {
  const reads = wave.some(({ dependsOn }) => dependsOn.some((name) => name !== stateBucket));
  const names = wave.map(({ name }) => name);
  return ["npx cdktf deploy", ...names, ...(reads ? ["--ignore-missing-stack-dependencies"] : [])].join(" ");
}

/** Columns parted by three blanks, nothing drawn. */
const borderless = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
    .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
    .map((part): [string, string] => [part, ""])
    .concat([["middle", "  "]]),
);
