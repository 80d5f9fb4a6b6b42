import {
  TerraformDataSource,
  type TerraformElement,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
} from "cdktf";
import { TerraformDynamicBlock } from "cdktf/lib/terraform-dynamic-block";
import { keysToSnakeCase } from "cdktf/lib/util";

import { mergeInto, resolved, Unresolved } from "./terraform-json";

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
 * Adds an element to its stack's Terraform JSON as cdktf does: what its `toTerraform` returns, merged into what is there. The
 * arguments of resources, data sources and outputs are neither renamed nor copied, and stay with their tokens.
 *
 * @param resolve replaces the tokens of a value
 */
export function addElement(
  terraform: JsonObject,
  element: TerraformElement,
  resolve: (value: unknown) => unknown,
): void {
  const block = blockOf(element);
  const attributes = block && attributesOf(element, block);
  if (!attributes) {
    const json = TerraformProvider.isTerraformProvider(element) ? providerJson(element) : element.toTerraform();
    mergeInto(terraform, resolved(json, resolve) as JsonObject);
    return;
  }
  const unresolved = new Unresolved(attributes, resolve);
  const id = element.friendlyUniqueId;
  const group = groupOf(terraform, block);
  const named =
    group && block !== "output" ? groupOf(group, (element as TerraformResource).terraformResourceType) : group;
  if (named && !(id in named)) {
    named[id] = unresolved;
    return;
  }
  const json = { [id]: unresolved.resolved() };
  const typed = block === "output" ? json : { [(element as TerraformResource).terraformResourceType]: json };
  mergeInto(terraform, { [block]: typed });
}

/** @returns the object of this name, added where there is none; `undefined` where the name has another value */
function groupOf(object: JsonObject, name: string): JsonObject | undefined {
  if (!Object.hasOwn(object, name)) object[name] = {};
  const group = object[name];
  return typeof group === "object" && group !== null && !Array.isArray(group) && !(group instanceof Unresolved)
    ? (group as JsonObject)
    : undefined;
}

/** The arguments of an element, which may contain tokens; `undefined` if only cdktf writes them. */
function attributesOf(element: TerraformElement, block: Block): JsonObject | undefined {
  const inner = element as unknown as Inner;
  if (!areFlat(inner.rawOverrides)) return undefined;
  const attributes = inner.synthesizeAttributes();
  if (block !== "output") {
    if (hasDynamicBlock(attributes)) return undefined;
    addMetaArguments(attributes, inner.terraformMetaArguments);
  }
  mergeInto(attributes, inner.rawOverrides);
  if (block !== "output") {
    attributes["//"] = { metadata: { path: element.node.path, uniqueId: element.friendlyUniqueId } };
  }
  return attributes;
}

/** Whether an element has overrides, an import or a move, which cdktf lists in the metadata of its stack. */
export function addsMetadata(element: TerraformElement): boolean {
  const { rawOverrides } = element as unknown as Inner;
  return blockOf(element) === undefined || Object.keys(rawOverrides).length > 0;
}

/** cdktf renames every attribute of a provider, of which few are set. */
function providerJson(provider: TerraformProvider): JsonObject {
  const all = (provider as unknown as Inner).synthesizeAttributes();
  const set = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const derived = Object.create(provider, { synthesizeAttributes: { value: () => set } }) as TerraformProvider;
  return derived.toTerraform() as JsonObject;
}

type Block = "resource" | "data" | "output";

/** @returns `undefined` for elements that only cdktf writes */
function blockOf(element: TerraformElement): Block | undefined {
  const { toTerraform } = element;
  if (toTerraform === ofOutput) return "output";
  if (toTerraform === ofDataSource) return "data";
  if (toTerraform !== ofResource) return undefined;
  const { provisioners, _imported } = element as unknown as Inner;
  return provisioners || _imported || (element as TerraformResource).hasResourceMove() ? undefined : "resource";
}

const { toTerraform: ofOutput } = TerraformOutput.prototype;
const { toTerraform: ofDataSource } = TerraformDataSource.prototype;
const { toTerraform: ofResource } = TerraformResource.prototype;

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
    if (value === undefined) attributes[name] = undefined;
    else if (isFlat(value)) mergeInto(attributes, { [name]: value });
    else mergeInto(attributes, keysToSnakeCase({ [key]: value }) as JsonObject);
  }
  attributes["provisioner"] = undefined;
}

const metaNames: Readonly<Record<string, string>> = { dependsOn: "depends_on", forEach: "for_each" };

/** Whether there is no key in a value that could need another name. */
function isFlat(value: unknown): boolean {
  return typeof value !== "object" || value === null || (Array.isArray(value) && value.every(isFlat));
}
