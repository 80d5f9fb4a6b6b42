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

/** Every stack of an app, in an order in which they can be deployed. */
export function summarize(app: App): StackSummary[] {
  const stacks = app.node.children.filter(
    (child): child is MountpathStack<StackKind> => child instanceof MountpathStack,
  );
  const summaries = stacks.map((stack) => ({
    name: stack.node.id,
    account: stack.settings.account.id,
    resources: stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node)).length,
    dependsOn: stack.dependencies.filter(TerraformStack.isStack).map((dependency) => dependency.node.id),
  }));
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
    `written to ${outdir}; deploy with: npx cdktf deploy ${stackArguments(stacks)}`,
    "",
  ].join("\n");
}

/** The stacks for `cdktf deploy`: by name, or where nobody would read the names, the pattern of all, ordered by cdktf. */
function stackArguments(stacks: readonly StackSummary[]): string {
  return stacks.length > mostNamed ? "'*'" : stacks.map(({ name }) => name).join(" ");
}

const mostNamed = 20;

/** Columns parted by three blanks, nothing drawn. */
const borderless = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
    .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
    .map((part): [string, string] => [part, ""])
    .concat([["middle", "  "]]),
);
