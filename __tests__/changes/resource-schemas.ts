import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { type ProviderProcess } from "../support/provider-process";
import { TerraformFolder } from "../support/terraform";
import { requiredProviders } from "./planned";

type Attributes = Record<string, unknown>;

interface BlockSchema {
  readonly attributes?: Readonly<Record<string, { readonly type?: unknown; readonly computed?: boolean }>>;
  readonly block_types?: Readonly<Record<string, { readonly nesting_mode: string; readonly block: BlockSchema }>>;
}

export type ResourceSchemas = Readonly<Record<string, { readonly block: BlockSchema }>>;

/** The real provider's schemas of resource types. */
export async function resourceSchemas({ environment }: ProviderProcess): Promise<ResourceSchemas> {
  const folder = new TerraformFolder();
  try {
    writeFileSync(join(folder.path, "main.tf.json"), JSON.stringify({ terraform: requiredProviders }));
    await folder.init([]);
    const { stdout } = await folder.run(["providers", "schema", "-json"], environment);
    const { provider_schemas: schemas } = JSON.parse(stdout) as {
      provider_schemas: Record<string, { resource_schemas: ResourceSchemas }>;
    };
    return Object.values(schemas)[0]!.resource_schemas;
  } finally {
    folder.dispose();
  }
}

/**
 * Sets computed attributes that nothing refers to to empty values: if the state lacked them, the plan would compute
 * them.
 */
export function complete(
  attributes: Attributes,
  { attributes: types = {}, block_types: blocks = {} }: BlockSchema,
): void {
  fill(attributes, types, false);
  for (const [name, { block }] of Object.entries(blocks)) completeBlocks(attributes[name], block);
}

function completeBlocks(value: unknown, schema: BlockSchema): void {
  if (!Array.isArray(value)) return;
  for (const one of value as Attributes[]) {
    fill(one, schema.attributes ?? {}, true);
    for (const [name, { block }] of Object.entries(schema.block_types ?? {})) completeBlocks(one[name], block);
  }
}

function fill(attributes: Attributes, types: NonNullable<BlockSchema["attributes"]>, nested: boolean): void {
  for (const [name, { type, computed = false }] of Object.entries(types)) {
    if (attributes[name] != null || !(computed || nested)) continue;
    const kind = Array.isArray(type) ? (type[0] as string) : type;
    if (kind === "map") attributes[name] = {};
    else if (kind === "list" || kind === "set") attributes[name] = [];
    else if (kind === "string" && computed && nested) attributes[name] = "";
  }
}
