/** Indexes which resources of a type refer to what by one attribute: built once, queried often. */
import { identityAttributes, isGlobalId } from "./identity";
import { type ListValue, type Resource, type ResourceKey, type Unknown, type Value } from "./model";
import { type Resolution } from "./resolver";
import { type Ternary } from "./ternary";

/** What an index asks of its graph. */
export interface ReferrerGraph {
  at(key: ResourceKey): Resource | undefined;
  items(value: Value, passed?: Set<ResourceKey>): ListValue;
  text(value: Value): string | undefined;
  resolve(value: Value, type?: string, near?: Resource, passed?: Set<ResourceKey>): Resolution;
  knownId(resource: Resource): string | undefined;
  isOutside(resource: Resource): Ternary;
  sameResolved(a: Resolution, b: Resolution): Ternary;
}

export interface Referrers {
  /** Resources that refer to the target. */
  readonly certain: readonly Resource[];
  /** Resources that may refer to it: their target, or whether it is the same, is not known. */
  readonly possible: readonly Resource[];
}

interface Group {
  readonly target: Exclude<Resolution, Unknown>;
  readonly referrers: Resource[];
}

export interface ReferrerSource {
  /** Whether no resource refers to anything by this attribute. */
  readonly isEmpty: boolean;
  find(wanted: Resolution): Referrers;
  /** The index for a graph that differs in these resources; undefined if it must be rebuilt. */
  changedBy(graph: ReferrerGraph, keys: ReadonlySet<ResourceKey>): ReferrerSource | undefined;
}

export class ReferrerIndex implements ReferrerSource {
  private readonly groups = new Map<string, Group>();
  private readonly open: { readonly referrer: Resource; readonly value: Unknown }[] = [];
  /** Groups that can't be decided by comparing keys: data sources without a known id, computed attributes. */
  private readonly unsettled: Group[] = [];
  /** Groups with a literal id that may be that of a managed resource with an unknown id, and those resources. */
  private readonly written: Group[] = [];
  private readonly managed: Group[] = [];
  /** Resources that values passed through on the way to their target. */
  private readonly passed = new Set<ResourceKey>();
  /** Whether any value is a plain name, which may be the name of a resource. */
  private readonly hasNames: boolean;
  private readonly found = new Map<string, Referrers>();

  constructor(
    private readonly graph: ReferrerGraph,
    private readonly type: string,
    private readonly attribute: string,
    resources: Iterable<Resource>,
  ) {
    for (const resource of resources) this.add(resource);
    this.hasNames = [...this.groups.values()].some(({ target }) => target.kind === "literal");
    for (const group of this.groups.values()) {
      const { target } = group;
      if (target.kind === "literal") this.written.push(group);
      else if (target.kind === "attribute") this.unsettled.push(group);
      else if (graph.knownId(target.resource) !== undefined) this.written.push(group);
      else if (target.resource.mode === "data") this.unsettled.push(group);
      else if (graph.isOutside(target.resource) === "unknown") this.managed.push(group);
    }
  }

  private add(resource: Resource): void {
    if (resource.action === "delete") return;
    const { items, unknownRest } = this.graph.items(resource.get(this.attribute), this.passed);
    if (unknownRest) this.open.push({ referrer: resource, value: unknownRest });
    for (const item of items) {
      const target = this.graph.resolve(item, undefined, undefined, this.passed);
      if (target.kind === "unknown") this.open.push({ referrer: resource, value: target });
      else if (target.kind !== "literal" || target.value !== null) {
        const name = groupName(target);
        const group = this.groups.get(name);
        if (!group) this.groups.set(name, { target, referrers: [resource] });
        else if (group.referrers[group.referrers.length - 1] !== resource) group.referrers.push(resource);
      }
    }
  }

  get isEmpty(): boolean {
    return this.groups.size === 0 && this.open.length === 0;
  }

  find(wanted: Resolution): Referrers {
    if (wanted.kind === "unknown") return this.search(wanted, []);
    const name = groupName(wanted);
    let found = this.found.get(name);
    if (!found) this.found.set(name, (found = this.search(wanted, this.groups.get(name)?.referrers ?? [])));
    return found;
  }

  /** @param named the group whose value equals the target */
  private search(wanted: Resolution, named: readonly Resource[]): Referrers {
    const comparable = [...this.comparable(wanted)];
    const isSettled = comparable.length === 0 && this.open.length === 0 && !this.hasNames;
    if (isSettled && !named.some(({ unsure }) => unsure)) return { certain: named, possible: [] };
    const certain = new Set<Resource>(named);
    const possible = new Set<Resource>();
    if (wanted.kind === "resource" && this.hasNames) this.findByName(wanted.resource, certain, possible);
    for (const group of comparable) {
      const answer = this.graph.sameResolved(wanted, group.target);
      const found = answer === "yes" ? certain : answer === "unknown" ? possible : undefined;
      if (found) for (const resource of group.referrers) found.add(resource);
    }
    for (const { referrer, value } of this.open) {
      if (certain.has(referrer)) continue;
      const answer = this.graph.sameResolved(value, wanted);
      if (answer === "yes") certain.add(referrer);
      else if (answer === "unknown") possible.add(referrer);
    }
    // A value that may refer to nothing is never a certain reference.
    const sure = [...certain].filter((resource) => !resource.unsure);
    const unsure = [...certain, ...possible].filter((resource) => resource.unsure || !certain.has(resource));
    return { certain: sure, possible: [...new Set(unsure)] };
  }

  /** A role's plain name identifies it in its own document, and may identify it elsewhere. */
  private findByName(target: Resource, certain: Set<Resource>, possible: Set<Resource>): void {
    for (const attribute of identityAttributes(target.type)) {
      const name = this.graph.text(target.get(attribute));
      if (name === undefined || isGlobalId(name)) continue;
      for (const resource of this.groups.get(`literal ${name}`)?.referrers ?? []) {
        const found = this.graph.resolve({ kind: "literal", value: name }, target.type, resource);
        if (found.kind === "resource" && found.resource.key === target.key) certain.add(resource);
        else if (found.kind !== "resource") possible.add(resource);
      }
    }
  }

  private comparable(wanted: Resolution): Iterable<Group> {
    if (wanted.kind === "unknown" || wanted.kind === "attribute") return this.groups.values();
    if (wanted.kind === "literal") return [...this.unsettled, ...this.managed];
    if (this.graph.knownId(wanted.resource) !== undefined) return [...this.unsettled, ...this.managed];
    if (wanted.resource.mode === "data") return this.groups.values();
    return this.graph.isOutside(wanted.resource) === "no" ? this.unsettled : [...this.unsettled, ...this.written];
  }

  changedBy(graph: ReferrerGraph, keys: ReadonlySet<ResourceKey>): ReferrerSource | undefined {
    for (const key of keys) {
      if (this.passed.has(key)) return undefined;
      const before = this.graph.at(key);
      const after = graph.at(key);
      if (before && !after && this.groups.has(key)) return undefined;
      if (after && graph.knownId(after) !== (before && this.graph.knownId(before))) return undefined;
    }
    const changed = [...keys].map((key) => graph.at(key)).filter((resource) => resource?.type === this.type);
    const extra = new ReferrerIndex(graph, this.type, this.attribute, changed as Resource[]);
    return new ChangedIndex(this, keys, extra);
  }
}

/** The earlier index with the references of a few resources updated. */
class ChangedIndex implements ReferrerSource {
  constructor(
    private readonly before: ReferrerSource,
    private readonly keys: ReadonlySet<ResourceKey>,
    private readonly extra: ReferrerIndex,
  ) {}

  get isEmpty(): boolean {
    return this.before.isEmpty && this.extra.isEmpty;
  }

  find(wanted: Resolution): Referrers {
    const before = this.before.find(wanted);
    const extra = this.extra.find(wanted);
    const unchanged = (resource: Resource) => !this.keys.has(resource.key);
    return {
      certain: [...before.certain.filter(unchanged), ...extra.certain],
      possible: [...before.possible.filter(unchanged), ...extra.possible],
    };
  }

  /** Fixes on top of fixes are rare, so they get a new index each time. */
  changedBy(): undefined {
    return undefined;
  }
}

/** A resource's key contains a NUL, so it equals no other name. */
function groupName(target: Exclude<Resolution, Unknown>): string {
  if (target.kind === "literal") return `literal ${target.value}`;
  if (target.kind === "resource") return target.resource.key;
  return `attribute ${target.resource.key} ${target.attribute}`;
}
