import { type TerraformElement } from "cdktf";

import { isObject } from "./json-object";

/** The names of the blocks in a body, each with the blocks in its own body. What is not named is an argument. */
export interface Blocks {
  readonly [name: string]: Blocks;
}

/** What Terraform reads in every resource and data source, whatever its type. */
export const metaBlocks: Blocks = { lifecycle: { precondition: {}, postcondition: {} } };

/** An attribute as the provider's bindings describe it. */
interface HclAttribute {
  readonly isBlock?: boolean;
  readonly value?: unknown;
}

/**
 * The blocks of an element's body. JSON syntax writes blocks and arguments alike, so the provider's bindings tell them
 * apart.
 */
export function blocksOf(element: TerraformElement): Blocks {
  const inner = element as unknown as { synthesizeHclAttributes?(): Readonly<Record<string, unknown>> };
  return merged(blocksAmong(inner.synthesizeHclAttributes?.() ?? {}), metaBlocks);
}

function blocksAmong(attributes: Readonly<Record<string, unknown>>): Blocks {
  const found: Record<string, Blocks> = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    const { isBlock, value } = (attribute ?? {}) as HclAttribute;
    if (!isBlock) continue;
    const bodies = (Array.isArray(value) ? value : [value]).filter(isObject);
    found[name] = bodies.map(blocksAmong).reduce(merged, {});
  }
  return found;
}

/** The blocks of two bodies together: blocks of one name may have different blocks inside. */
export function merged(one: Blocks, other: Blocks): Blocks {
  const all: Record<string, Blocks> = { ...one };
  for (const [name, blocks] of Object.entries(other)) all[name] = merged(all[name] ?? {}, blocks);
  return all;
}
