/**
 * One object in several inputs: a plan and a state of one stack, or two of its plans. It counts once, with the values
 * from the input that knows the most about its future.
 */
import { adoptsDefault } from "../../resource-types";
import { isGlobalId, mayOwn } from "../identity";
import { type Action, type Document, type Output, type Resource, type ResourceKey } from "../model";
import { push } from "../store";

export interface Joined {
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
  /** The resource that represents a dropped one, by the key of the latter. */
  readonly merged: ReadonlyMap<ResourceKey, ResourceKey>;
}

/** @param resources the resources of plans and states, in the order of reading */
export function joinStacks(resources: readonly Resource[], outputs: readonly Output[]): Joined {
  const managed = resources.filter(({ mode }) => mode === "managed");
  if (new Set(managed.map(({ document }) => document)).size < 2) return { resources, outputs, merged: new Map() };
  const byId = new Map<string, Resource[]>();
  for (const resource of managed) {
    const id = ownId(resource);
    if (id !== undefined) push(byId, `${resource.type} ${id}`, resource);
  }
  const stacks = new Stacks();
  for (const [first, ...others] of byId.values()) {
    for (const other of others) if (mayBeOneStack(first!, other, managed)) stacks.join(first!.document, other.document);
  }
  const byAddress = new Map<string, Resource[]>();
  for (const resource of managed)
    push(byAddress, `${stacks.of(resource.document).name}\0${resource.address}`, resource);
  const merged = new Map<ResourceKey, ResourceKey>();
  for (const same of [...byAddress.values(), ...byId.values()]) {
    const [kept, ...others] = [...same].sort((a, b) => rank(b) - rank(a));
    for (const other of others) if (other.document !== kept!.document) merged.set(other.key, kept!.key);
  }
  return {
    resources: resources.filter(({ key }) => !merged.has(key)),
    outputs: outputsOnce(outputs, stacks),
    merged: new Map([...merged.keys()].map((key) => [key, last(merged, key)])),
  };
}

/**
 * Whether an object that two documents have at one address shows that they are the same stack. Stacks of one account
 * can adopt the same defaults and have the same addresses; then other resources have different ids.
 */
function mayBeOneStack(a: Resource, b: Resource, managed: readonly Resource[]): boolean {
  if (a.address !== b.address || a.document === b.document || adoptsDefault(a.type)) return false;
  const ids = new Map<string, string>();
  for (const resource of managed) {
    const id = resource.document === a.document ? ownId(resource) : undefined;
    if (id !== undefined) ids.set(resource.address, id);
  }
  return !managed.some((resource) => {
    const id = resource.document === b.document ? ownId(resource) : undefined;
    const other = ids.get(resource.address);
    return id !== undefined && other !== undefined && id !== other;
  });
}

/** The documents that belong to one stack. */
class Stacks {
  private readonly first = new Map<Document, Document>();

  of(document: Document): Document {
    const before = this.first.get(document);
    return before ? this.of(before) : document;
  }

  join(a: Document, b: Document): void {
    const [one, other] = [this.of(a), this.of(b)];
    if (one !== other) this.first.set(other, one);
  }
}

/** The id or ARN that AWS has assigned to the resource. */
function ownId(resource: Resource): string | undefined {
  for (const attribute of ["id", "arn"]) {
    const value = resource.get(attribute);
    const id = value.kind === "literal" && typeof value.value === "string" ? value.value : "";
    if (isGlobalId(id) && mayOwn(resource.type, id)) return id;
  }
  return undefined;
}

const ranks: Readonly<Record<Action, number>> = { delete: 5, replace: 4, update: 4, "no-op": 3, read: 3, create: 1 };

/** A planned action takes precedence. If a plan creates an object that a state has, the plan has been applied. */
function rank({ action, unsure, document }: Resource): number {
  if (unsure) return 0;
  return action === undefined ? (document.kind === "state" ? 2 : 1) : ranks[action];
}

function last(merged: ReadonlyMap<ResourceKey, ResourceKey>, key: ResourceKey): ResourceKey {
  const next = merged.get(key);
  return next === undefined ? key : last(merged, next);
}

/** An output of one stack counts once, preferably from a plan, and belongs to the stack's first document. */
function outputsOnce(outputs: readonly Output[], stacks: Stacks): readonly Output[] {
  const found = new Map<string, Output>();
  const plansFirst = [...outputs].sort(
    (a, b) => Number(a.document.kind !== "plan") - Number(b.document.kind !== "plan"),
  );
  for (const output of plansFirst) {
    const name = `${stacks.of(output.document).name}\0${output.name}`;
    if (!found.has(name)) found.set(name, output);
  }
  return outputs.filter((output) => [...found.values()].includes(output));
}
