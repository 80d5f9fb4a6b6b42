import { type App, TerraformResource, TerraformStack } from "cdktf";
import Table from "cli-table3";

import { defaultConfig, defaultOutdir, deployCommand, deployFolderCommand } from "../config/file-name";
import { listPrices } from "../config/prices";
import { type Charges, chargesOf, dollars, monthlyTotal, sumOf } from "./fixed-charges";
import { type AnyStack, MountpathStack } from "./stack";
import { waves } from "./waves";

/** What a synth created, for users: a row per stack, and the commands to deploy them. */
export interface StackSummary {
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  readonly resources: number;
  /** Names of the stacks that are deployed before it. */
  readonly dependsOn: readonly string[];
  readonly region: string;
  readonly charges: Charges;
}

/** Name of the stack that is deployed before all others. */
const stateBucket = "state-bucket";

/** Every stack of an app, in an order in which they can be deployed. */
export function summarize(app: App): StackSummary[] {
  return inDeployOrder(
    app.node.children.filter((child): child is AnyStack => child instanceof MountpathStack).map(summaryOf),
  );
}

/** A stack's row; `dependsOn` has the stacks whose outputs it reads. */
export function summaryOf(stack: AnyStack): StackSummary {
  const resources = stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
  return {
    name: stack.node.id,
    account: stack.settings.account.id,
    resources: resources.length,
    dependsOn: stack.dependencies.filter(TerraformStack.isStack).map((dependency) => dependency.node.id),
    region: stack.settings.region,
    charges: chargesOf(resources),
  };
}

/** An order in which stacks can be deployed. All states except that of the bucket's own stack are in the bucket. */
export function inDeployOrder(summaries: readonly StackSummary[]): StackSummary[] {
  const bucket = summaries.filter(({ name }) => name === stateBucket).map(({ name }) => name);
  const complete = summaries.map((stack) =>
    stack.dependsOn.length > 0 || stack.name === stateBucket ? stack : { ...stack, dependsOn: bucket },
  );
  return waves(complete).flat();
}

/** What the stacks of a summary are. */
interface Synthesized {
  /** The organization file, as the user named it. */
  readonly config?: string;
  /** The patterns that selected them. @default all stacks of the file */
  readonly patterns?: readonly string[];
}

/**
 * The table and the command to deploy the stacks, as `synth` prints them; with more than 60 stacks, stacks of the same
 * kind and account share a row.
 */
export function renderSummary(
  all: readonly StackSummary[],
  outdir: string,
  { config = defaultConfig, patterns = [] }: Synthesized = {},
): string {
  const stacks = all.length > mostRows ? grouped(all) : all;
  const table = new Table({
    head: ["stack", "account", "resources", "depends on"],
    colAligns: ["left", "left", "right", "left"],
    style: { head: [], border: [], compact: true, "padding-left": 0 },
    chars: borderless,
  });
  for (const { name, account, resources, dependsOn } of stacks) {
    table.push([name, account, resources, dependsOn.join(", ") || "-"]);
  }
  const deploy = outdir === defaultOutdir ? deployCommand(config, patterns) : deployFolderCommand(outdir, patterns);
  return [
    ...table
      .toString()
      .split("\n")
      .map((line) => line.trimEnd()),
    "",
    `written to ${outdir}; deploy with: ${deploy}`,
    ...chargesLine(all),
    "",
  ].join("\n");
}

/** One line about the charges that depend on no use, in Regions whose prices are known. */
function chargesLine(stacks: readonly StackSummary[]): string[] {
  const total = stacks.reduce((sum, { charges, region }) => sum + monthlyTotal(charges, listPrices, region), 0);
  return total === 0
    ? []
    : [`fixed charges of these stacks: about ${dollars(total)} a month; for the list: npm run cost`];
}

const mostRows = 60;

/** Combines stacks of the same account and kind in one row, such as `vpc-* (300)`. */
function grouped(stacks: readonly StackSummary[]): StackSummary[] {
  const groups = new Map<string, StackSummary[]>();
  for (const stack of stacks) {
    const key = `${kindOf(stack.name)} ${stack.account}`;
    const group = groups.get(key);
    if (group) group.push(stack);
    else groups.set(key, [stack]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const dependsOn = [...new Set(group.flatMap((stack) => stack.dependsOn.map(kindOf)))];
    const resources = group.reduce((sum, stack) => sum + stack.resources, 0);
    const charges = sumOf(group.map((stack) => stack.charges));
    return [{ ...first, name: `${kindOf(first.name)} (${group.length})`, resources, dependsOn, charges }];
  });
}

/** `vpc-*` for `vpc-apps`; the two kinds with only one stack keep their name. */
function kindOf(name: string): string {
  return name.replace(/^(vpc|ecs|eks)-.*$/, "$1-*");
}

/** Columns separated by three spaces, without borders. */
const borderless = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
    .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
    .map((part): [string, string] => [part, ""])
    .concat([["middle", "  "]]),
);
