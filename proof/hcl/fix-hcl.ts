/** The changes of a fix as HCL: new blocks for additions, and edits with their place for attributes. */
import { itemsOf } from "../aws/attributes/block";
import { type Change, type Graph } from "../graph/graph";
import { isNull, type ObjectValue, type Resource, type ResourceKey, type Value } from "../graph/model";
import { blockAddress } from "../graph/module-names";
import { type Addition, ChangedResource, moduleOf } from "../graph/what-if";
import { HclWriter, isLocalSource, Unwritable } from "./hcl";
import { type Edit, editsBetween } from "./hcl-edit";
import { NewNames } from "./new-names";
import { isHidden, rolePolicyHcl } from "./policy-hcl";

export interface Written {
  readonly terraform?: string;
  /** Describes the manual change if no HCL can be written. */
  readonly instead?: string;
}

/**
 * A comment before each piece names its module, except for the root module.
 * @param taken names of outputs and variables that other fixes declare; those of this fix are added
 */
export function writeChanges(graph: Graph, changes: readonly Change[], taken = new Set<string>()): Written {
  try {
    const names = new NewNames(taken);
    // Instances of one block share an edit.
    const pieces = [...new Set([...additions(graph, changes, names), ...settings(graph, changes, names)])];
    return pieces.length > 0 ? { terraform: [...names.declarations, ...pieces].join("\n\n") } : {};
  } catch (error) {
    if (error instanceof Unwritable) return { instead: error.message };
    throw error;
  }
}

function additions(graph: Graph, changes: readonly Change[], names: NewNames): string[] {
  return changes.flatMap((change) => {
    if (change.kind !== "add") return [];
    const module = moduleOf(change);
    mustBeLocal(change.beside, module);
    const writer = new HclWriter(graph, change.beside.document, module, names);
    const text = addedHcl(graph, writer, change);
    if (module === "") return [text];
    const place = `# in ${blockAddress(module)}\n`;
    // Each block says where it belongs, so that it can be copied alone.
    return [place + text.replace(/\n\n(?=(?:data|resource) ")/g, `\n\n${place}`)];
  });
}

function addedHcl(graph: Graph, writer: HclWriter, { type, name, attributes }: Addition): string {
  const policy = attributes.get("policy");
  if (type === "aws_iam_role_policy" && policy?.kind === "json" && isHidden(graph, policy)) {
    return rolePolicyHcl(graph, writer, name, attributes.get("role")!, policy.of);
  }
  const written = [...attributes].map(
    ([key, value]) => [key, value.kind === "list" ? itemsOf(graph, value) : value] as const,
  );
  return writer.block(`resource "${type}" "${name}"`, written).join("\n");
}

function settings(graph: Graph, changes: readonly Change[], names: NewNames): string[] {
  const changed = new Map<
    ResourceKey,
    { readonly before: Resource; after: Resource; readonly attributes: Set<string> }
  >();
  for (const change of changes) {
    if (change.kind !== "set" || change.resource.type.startsWith("kubernetes_")) continue;
    const { resource, attribute, value } = change;
    const before = graph.at(resource.key) ?? resource;
    const found = changed.get(resource.key) ?? { before, after: before, attributes: new Set<string>() };
    found.after = new ChangedResource(found.after, attribute, value);
    found.attributes.add(/^[^.[]+/.exec(attribute)![0]);
    changed.set(resource.key, found);
  }
  return [...changed.values()].flatMap(({ before: resource, after, attributes }) => {
    mustBeLocal(resource, resource.module);
    const writer = new HclWriter(graph, resource.document, resource.module, names);
    const edits = [...attributes].flatMap((name) =>
      editsBetween(graph, resource, name, resource.get(name), after.get(name)),
    );
    const texts = editTexts(writer, resource, edits);
    return texts;
  });
}

/** Groups the edits of one place. */
function editTexts(writer: HclWriter, resource: Resource, edits: readonly Edit[]): string[] {
  const places = new Map<string, Edit[]>();
  for (const edit of edits) {
    const place = [blockAddress(resource.address), ...edit.place].join(", ");
    const key = edit.form === "item" ? `${place} ${places.size}` : place;
    places.set(key, [...(places.get(key) ?? []), edit]);
  }
  return [...places.values()].map((own) => {
    const place = [blockAddress(resource.address), ...own[0]!.place].join(", ");
    const body = new Map<string, Value>();
    const others: string[] = [];
    for (const { name, value, form } of own) {
      if (form === "text") others.push(String((value as { value?: unknown }).value).trim());
      else if (form === "item") others.push(writer.value(value));
      else if (form === "remove" || isNull(value)) others.push(`# remove ${name}`);
      else if (form === "property") others.push(`${name} = ${writer.value(value)}`);
      else if (form === "block") others.push(...writer.block(name, (value as ObjectValue).entries));
      else body.set(name, value);
    }
    return [`# in ${place}`, ...writer.body(body), ...others].join("\n");
  });
}

/** Modules from a registry can be changed only through their inputs. */
function mustBeLocal({ document }: Resource, module: string): void {
  const source = module === "" ? undefined : document.modules?.source(module);
  if (source !== undefined && !isLocalSource(source)) {
    throw new Unwritable(`through an input of ${blockAddress(module)}, whose source is ${source}`);
  }
}
