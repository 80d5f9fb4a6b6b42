/**
 * Assigns instances of `count` or `for_each` to resources if the plan doesn't show the assignment. If AWS allows each
 * combination only once, and there are as many instances as combinations, each instance has one of them. Instances that
 * are otherwise equal are interchangeable, so each can be assigned one.
 */
import { factsOf, referenceTypeOf } from "../../../resource-types";
import { describe } from "../../describe";
import { type Reference, type Resource, type ResourceKey, type Unknown, type Value } from "../../model";
import { steps } from "../../path";

/** Attributes whose combination of values must be unique in AWS; known values count too. */
function takenOnce(type: string): readonly string[] | undefined {
  const { unique } = factsOf(type);
  return unique?.conditional ? undefined : unique?.by;
}

/** Attributes that may differ between instances without any effect. */
const idle: ReadonlySet<string> = new Set(["description", "id", "name", "tags", "tags_all", "timeouts"]);

/** An instance in the plan, before the assignment. */
export interface UnassignedInstance extends Resource {
  /** The value of a top-level attribute. */
  unassigned(name: string): Value;
  /** The known part, by top-level attribute. */
  readonly known: Readonly<Record<string, unknown>>;
  /** The attributes that the configuration sets. */
  readonly configured: readonly string[];
}

type Given = ReadonlyMap<string, Reference>;

export class InstanceAssignment {
  private readonly groups = new Map<string, ReadonlyMap<ResourceKey, Given>>();
  private byGroup: Map<string, UnassignedInstance[]> | undefined;

  constructor(private readonly resources: () => Iterable<Resource>) {}

  /** The value, or the assigned value if it is one of several. */
  of(resource: UnassignedInstance, name: string, value: Value): Value {
    if (!isOpen(value) || !takenOnce(resource.type)?.includes(name)) return value;
    const group = groupOf(resource);
    let given = this.groups.get(group);
    if (!given) {
      this.groups.set(group, new Map());
      this.groups.set(group, (given = sharedOut(this.members(group))));
    }
    return given.get(resource.key)?.get(name) ?? value;
  }

  private members(group: string): readonly UnassignedInstance[] {
    if (!this.byGroup) {
      this.byGroup = new Map();
      for (const resource of this.resources()) {
        if (!takenOnce(resource.type) || resource.action === "delete") continue;
        const name = groupOf(resource);
        const members = this.byGroup.get(name);
        if (members) members.push(resource as UnassignedInstance);
        else this.byGroup.set(name, [resource as UnassignedInstance]);
      }
    }
    return this.byGroup.get(group) ?? [];
  }
}

/** The instances of one declaration in one module block: the address without keys. */
function groupOf({ address }: Resource): string {
  return address.replaceAll(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, "");
}

function isOpen(value: Value): value is Unknown {
  return value.kind === "unknown" && value.closed && value.candidates.length > 1;
}

function sharedOut(members: readonly UnassignedInstance[]): ReadonlyMap<ResourceKey, Given> {
  const classes = new Map<
    string,
    { readonly open: ReadonlyMap<string, Unknown>; readonly members: UnassignedInstance[] }
  >();
  for (const member of members) {
    const open = new Map<string, Unknown>();
    const name = likeness(member, open);
    const found = classes.get(name);
    if (found) found.members.push(member);
    else classes.set(name, { open, members: [member] });
  }
  const given = new Map<ResourceKey, Given>();
  for (const { open, members: alike } of classes.values()) {
    const combinations = combined([...open], alike.length);
    if (combinations?.length !== alike.length) continue;
    const free = new Set(combinations);
    for (const member of alike) {
      const [best] = [...free].sort((a, b) => namedIn(member, b) - namedIn(member, a));
      free.delete(best!);
      given.set(member.key, best!);
    }
  }
  return given;
}

/**
 * The values that instances must share to be interchangeable; adds what is unknown of the attributes that must be
 * unique.
 */
function likeness(member: UnassignedInstance, open: Map<string, Unknown>): string {
  const once = takenOnce(member.type)!;
  const parts: unknown[] = [];
  for (const name of Object.keys(member.known).sort()) {
    if (!idle.has(name) && !once.includes(name)) parts.push([name, member.known[name]]);
  }
  for (const name of new Set([...once, ...member.configured])) {
    if (!referenceTypeOf(member.type, name)) continue;
    const value = member.unassigned(name);
    if (once.includes(name) && isOpen(value)) open.set(name, value);
    const own = value.kind === "reference" && value.to === member.key;
    parts.push([name, isOpen(value) ? value.candidates.map(describe) : own ? [] : [describe(value)]]);
  }
  return JSON.stringify(parts);
}

/** Every combination of candidates, one per attribute; undefined if there are more than needed. */
function combined(open: readonly (readonly [string, Unknown])[], most: number): readonly Given[] | undefined {
  let found: Given[] = [new Map()];
  for (const [name, { candidates }] of open) {
    if (found.length * candidates.length > most) return undefined;
    found = found.flatMap((given) => candidates.map((candidate) => new Map([...given, [name, candidate]])));
  }
  return found;
}

/** The number of candidates that an instance's own key seems to name, for readers of addresses. */
function namedIn({ address }: UnassignedInstance, given: Given): number {
  const keys = steps(address).map(String);
  const own = keys.at(-1)!;
  let count = 0;
  for (const { to } of given.values()) {
    const name = String(steps(to.slice(to.indexOf("\0") + 1)).at(-1));
    count += own === name ? 2 : name.length > 1 && own.includes(name) ? 1 : 0;
  }
  return count;
}
