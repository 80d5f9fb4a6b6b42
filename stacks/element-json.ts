import {
  TerraformDataSource,
  type TerraformElement,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
} from "cdktf";
import { TerraformDynamicBlock } from "cdktf/lib/terraform-dynamic-block";
import { keysToSnakeCase } from "cdktf/lib/util";

import { mergeInto } from "./terraform-json";

type JsonObject = Record<string, unknown>;

/** What cdktf's own `toTerraform` reads of an element, and keeps protected or private. */
interface Inner {
  synthesizeAttributes(): JsonObject;
  readonly terraformMetaArguments: JsonObject;
  readonly rawOverrides: JsonObject;
  readonly provisioners?: readonly unknown[];
  readonly _imported?: unknown;
}

/**
 * An element's part of its stack's Terraform JSON, which may contain tokens: the result of its `toTerraform`. For
 * resources, data sources and outputs, empty parts are not copied and renamed.
 */
export function elementJson(element: TerraformElement): JsonObject {
  const inner = element as unknown as Inner;
  if (TerraformProvider.isTerraformProvider(element)) return providerJson(element);
  const block = blockOf(element);
  if (!block || !areFlat(inner.rawOverrides)) return element.toTerraform() as JsonObject;
  const attributes = inner.synthesizeAttributes();
  if (block !== "output") {
    if (hasDynamicBlock(attributes)) return element.toTerraform() as JsonObject;
    addMetaArguments(attributes, inner.terraformMetaArguments);
  }
  mergeInto(attributes, inner.rawOverrides);
  const id = element.friendlyUniqueId;
  if (block === "output") return { output: { [id]: attributes } };
  attributes["//"] = { metadata: { path: element.node.path, uniqueId: id } };
  return { [block]: { [(element as TerraformResource).terraformResourceType]: { [id]: attributes } } };
}

/** cdktf renames every attribute of a provider, of which few are set. */
function providerJson(provider: TerraformProvider): JsonObject {
  const all = (provider as unknown as Inner).synthesizeAttributes();
  const set = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const derived = Object.create(provider, { synthesizeAttributes: { value: () => set } }) as TerraformProvider;
  return derived.toTerraform() as JsonObject;
}

/** @returns `undefined` for elements that only cdktf writes */
function blockOf(element: TerraformElement): "resource" | "data" | "output" | undefined {
  const { toTerraform } = element;
  if (toTerraform === TerraformOutput.prototype.toTerraform) return "output";
  if (toTerraform === TerraformDataSource.prototype.toTerraform) return "data";
  if (toTerraform !== TerraformResource.prototype.toTerraform) return undefined;
  const { provisioners, _imported } = element as unknown as Inner;
  return provisioners || _imported || (element as TerraformResource).hasResourceMove() ? undefined : "resource";
}

/** Overrides that replace or extend whole attributes. */
function areFlat(overrides: JsonObject): boolean {
  return Object.values(overrides).every((value) => typeof value !== "object" || value === null || Array.isArray(value));
}

/** cdktf looks for them in plain objects, not in lists. */
function hasDynamicBlock(attributes: JsonObject): boolean {
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
    if (TerraformDynamicBlock.isTerraformDynamicBlock(value)) return true;
    if (value.constructor === Object && hasDynamicBlock(value as JsonObject)) return true;
  }
  return false;
}

/** `depends_on`, `lifecycle` and the like: one that is not set removes an attribute of its name, as it does in cdktf. */
function addMetaArguments(attributes: JsonObject, meta: JsonObject): void {
  for (const key of Object.keys(meta)) {
    const value = meta[key];
    const name = metaNames[key] ?? key;
    if (value === undefined) delete attributes[name];
    else if (isFlat(value)) mergeInto(attributes, { [name]: value });
    else mergeInto(attributes, keysToSnakeCase({ [key]: value }) as JsonObject);
  }
  delete attributes["provisioner"];
}

const metaNames: Readonly<Record<string, string>> = { dependsOn: "depends_on", forEach: "for_each" };

/** Whether there is no key in a value that could need another name. */
function isFlat(value: unknown): boolean {
  return typeof value !== "object" || value === null || (Array.isArray(value) && value.every(isFlat));
}
