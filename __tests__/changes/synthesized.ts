import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { App } from "cdktf";

import { type Organization } from "../../config/organization";
import { addStacks } from "../../stacks/organization";
import { letGo } from "../../stacks/write";

export type Block = Readonly<Record<string, unknown>>;

/** A resource of a stack, as in the stack's JSON. */
export interface Resource {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly block: Block;
}

export interface Stack {
  readonly name: string;
  /** By address, such as `aws_vpc.apps`. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Data sources by address, such as `data.aws_vpc.apps`, without those that read remote states. */
  readonly data: ReadonlyMap<string, Block>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The stack's account, Region and tags. */
  readonly provider: Block;
  readonly backend: unknown;
  /** The whole stack as text. */
  readonly json: string;
}

/** Every stack of an organization, by name. */
export type Stacks = ReadonlyMap<string, Stack>;

interface StackJson {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly output?: Record<string, { readonly value: unknown }>;
  readonly provider: { readonly aws: readonly Block[] };
  readonly terraform: { readonly backend?: unknown; readonly cloud?: unknown };
}

/** An unchanged stack is the same object. */
export function synthesizedFrom(before: Stacks, organization: Organization): Stacks {
  const stacks = synthesized(organization);
  return new Map([...stacks].map(([name, stack]) => [name, sameAs(before.get(name), stack) ?? stack]));
}

function sameAs(before: Stack | undefined, after: Stack): Stack | undefined {
  return before !== undefined && before.json === after.json ? before : undefined;
}

/**
 * Synthesized in memory: most of a synth's time goes into checks that other suites run, and into the stack traces of
 * constructs and tokens.
 */
export function synthesized(organization: Organization): Stacks {
  const stacks = new Map<string, Stack>();
  const folder = mkdtempSync(join(tmpdir(), "mountpath-changes-"));
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    addStacks(new App({ outdir: folder }), organization, (stack) => {
      stacks.set(stack.node.id, stackOf(stack.node.id, JSON.stringify(stack.toTerraform())));
      letGo(stack);
    });
  } finally {
    Error.captureStackTrace = captureStackTrace;
    rmSync(folder, { recursive: true, force: true });
  }
  return stacks;
}

function stackOf(name: string, json: string): Stack {
  const { resource = {}, data = {}, output = {}, provider, terraform } = JSON.parse(json) as StackJson;
  const resources = Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([id, { "//": _, ...block }]): [string, Resource] => [
      `${type}.${id}`,
      { stack: name, type, name: id, block },
    ]),
  );
  return {
    name,
    resources: new Map(resources),
    data: new Map(
      Object.entries(data).flatMap(([type, blocks]) =>
        Object.entries(blocks)
          .filter(() => type !== "terraform_remote_state")
          .map(([id, block]): [string, Block] => [`data.${type}.${id}`, block]),
      ),
    ),
    outputs: Object.fromEntries(Object.entries(output).map(([key, { value }]) => [key, value])),
    provider: provider.aws[0]!,
    backend: terraform.backend ?? terraform.cloud,
    json,
  };
}

/** The address of a resource in the whole organization. */
export function placeOf({ stack, type, name }: Resource): string {
  return `${stack}/${type}.${name}`;
}

export function allResources(stacks: Stacks): Map<string, Resource> {
  return new Map(
    [...stacks.values()].flatMap(({ resources }) => [...resources.values()]).map((one) => [placeOf(one), one]),
  );
}

/** Whether two values differ only in the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
