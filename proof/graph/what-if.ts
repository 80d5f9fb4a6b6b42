/** Resources with the changes of a fix. */
import {
  type Condition,
  list,
  NULL,
  type ObjectValue,
  type Output,
  type Resource,
  type ResourceKey,
  resourceKey,
  type Value,
} from "./model";
import { blocksOf, type Step, steps, valueAt } from "./path";
import { ResourceBase } from "./resource-base";

export type Change =
  /** Sets an attribute, whatever its value; a list or block of objects as a whole. */
  | { readonly kind: "set"; readonly resource: Resource; readonly attribute: string; readonly value: Value }
  | { readonly kind: "remove"; readonly resource: Resource }
  /** Changes the value of a root output. */
  | { readonly kind: "output"; readonly output: Output; readonly value: Value }
  | Addition;

export interface Addition {
  readonly kind: "add";
  /** The resource whose document, module and provider the new one has. */
  readonly beside: Resource;
  readonly type: string;
  readonly name: string;
  /** @default that of `beside` */
  readonly module?: string;
  readonly attributes: ReadonlyMap<string, Value>;
}

/** A resource with one attribute changed. */
export class ChangedResource extends ResourceBase implements Resource {
  readonly construct?: string;
  readonly conditions: readonly Condition[];
  readonly dependsOn: readonly ResourceKey[];
  private readonly top: string;
  private readonly changed: Value;

  constructor(
    private readonly before: Resource,
    attribute: string,
    value: Value,
  ) {
    super(before);
    const [top, ...inner] = steps(attribute);
    this.top = String(top);
    this.changed = replaced(before.get(this.top), inner, value);
    this.construct = before.construct;
    this.conditions = before.conditions;
    this.dependsOn = before.dependsOn;
  }

  get(path: string): Value {
    const [top, ...inner] = steps(path);
    return top === this.top ? valueAt(this.changed, inner) : this.before.get(path);
  }

  sets(attribute: string): boolean {
    return attribute === this.top || (this.before.sets?.(attribute) ?? false);
  }

  asAttribute(name: string): boolean {
    return this.before.asAttribute?.(name) ?? false;
  }

  blocks(name: string) {
    return blocksOf(this.get(name));
  }
}

/** A resource that a fix adds; in a configuration or plan it doesn't exist yet. */
export class AddedResource extends ResourceBase implements Resource {
  readonly conditions: readonly Condition[] = [];
  readonly dependsOn: readonly ResourceKey[] = [];
  private readonly attributes: ObjectValue;

  constructor(addition: Addition) {
    const { beside, type, name, attributes } = addition;
    const { document, provider } = beside;
    const key = keyOfAddition(addition);
    super({
      key,
      document,
      address: key.slice(document.name.length + 1),
      mode: "managed",
      type,
      name,
      module: moduleOf(addition),
      action: document.kind === "configuration" ? undefined : "create",
      provider,
    });
    this.attributes = { kind: "object", entries: attributes };
  }

  get(path: string): Value {
    if ((path === "id" || path === "arn") && !this.attributes.entries.has(path)) {
      return { kind: "reference", to: this.key, attribute: path };
    }
    return valueAt(this.attributes, steps(path));
  }

  blocks(name: string) {
    return blocksOf(this.get(name));
  }
}

/** The module of what a change adds. */
export function moduleOf({ module, beside }: Addition): string {
  return module ?? beside.module;
}

export function keyOfAddition(addition: Addition): ResourceKey {
  const { beside, type, name } = addition;
  const module = moduleOf(addition);
  return resourceKey(beside.document.name, `${module ? `${module}.` : ""}${type}.${name}`);
}

function replaced(value: Value, path: readonly Step[], by: Value): Value {
  const [step, ...inner] = path;
  if (step === undefined) return by;
  if (value.kind === "list") {
    const at = typeof step === "number" ? step : 0;
    const rest = typeof step === "number" ? inner : path;
    const items = [...value.items];
    while (items.length <= at) items.push(NULL);
    items[at] = replaced(items[at]!, rest, by);
    return list(items, value.unknownRest);
  }
  if (value.kind === "object" && step === 0 && !value.entries.has("0")) return replaced(value, inner, by);
  const entries = new Map(value.kind === "object" ? value.entries : []);
  entries.set(String(step), replaced(entries.get(String(step)) ?? NULL, inner, by));
  return { kind: "object", entries, unknownRest: value.kind === "object" ? value.unknownRest : undefined };
}
