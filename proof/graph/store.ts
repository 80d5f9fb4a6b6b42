/** Resources by key, type, address and id: all that were read, or those with a few changes. */
import { isGlobalId, mayOwn } from "./identity";
import { type Resource, type ResourceKey } from "./model";

export interface Store {
  /** Whether only one folder or file was read. */
  readonly oneRoot: boolean;
  at(key: ResourceKey): Resource | undefined;
  ofType(type: string): readonly Resource[];
  ofAddress(address: string): readonly Resource[];
  /** The targets of ids and ARNs: managed resources first, then data sources, each in the order of reading. */
  ofId(id: string): readonly Resource[];
  all(): Iterable<Resource>;
}

export class ReadStore implements Store {
  readonly oneRoot: boolean;
  private readonly byKey = new Map<ResourceKey, Resource>();
  private readonly byType = new Map<string, Resource[]>();
  private byAddress: Map<string, Resource[]> | undefined;
  private byId: Map<string, Resource[]> | undefined;

  /** @param merged keys that other resources represent */
  constructor(
    resources: readonly Resource[],
    private readonly merged: ReadonlyMap<ResourceKey, ResourceKey> = new Map(),
  ) {
    const roots = new Set<string>();
    for (const resource of resources) {
      this.byKey.set(resource.key, resource);
      push(this.byType, resource.type, resource);
      roots.add(resource.document.root);
    }
    this.oneRoot = roots.size <= 1;
  }

  at(key: ResourceKey): Resource | undefined {
    return this.byKey.get(this.merged.size === 0 ? key : (this.merged.get(key) ?? key));
  }

  ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  ofAddress(address: string): readonly Resource[] {
    if (!this.byAddress) {
      this.byAddress = new Map();
      for (const resource of this.byKey.values()) push(this.byAddress, resource.address, resource);
    }
    return this.byAddress.get(address) ?? [];
  }

  ofId(id: string): readonly Resource[] {
    return (this.byId ??= this.indexIds()).get(id) ?? [];
  }

  all(): Iterable<Resource> {
    return this.byKey.values();
  }

  private indexIds(): Map<string, Resource[]> {
    const ids = new Map<string, Resource[]>();
    for (const mode of ["managed", "data"] as const) {
      for (const resource of this.byKey.values()) {
        if (resource.mode !== mode || resource.action === "delete") continue;
        for (const id of idsOf(resource)) push(ids, id, resource);
      }
    }
    return ids;
  }
}

/** A store with a few resources changed, added (new keys) or removed (undefined): the cost depends on their number. */
export class ChangedStore implements Store {
  readonly oneRoot: boolean;
  private readonly ids = new Map<string, Resource[]>();

  constructor(
    private readonly base: Store,
    private readonly changed: ReadonlyMap<ResourceKey, Resource | undefined>,
  ) {
    this.oneRoot = base.oneRoot;
    for (const resource of changed.values()) {
      if (resource) for (const id of idsOf(resource)) push(this.ids, id, resource);
    }
  }

  at(key: ResourceKey): Resource | undefined {
    if (this.changed.has(key)) return this.changed.get(key);
    const found = this.base.at(key);
    // Another resource may represent it, and that one may be changed.
    return found && this.changed.has(found.key) ? this.changed.get(found.key) : found;
  }

  ofType(type: string): readonly Resource[] {
    return this.current(this.base.ofType(type), (resource) => resource.type === type);
  }

  ofAddress(address: string): readonly Resource[] {
    return this.current(this.base.ofAddress(address), (resource) => resource.address === address);
  }

  ofId(id: string): readonly Resource[] {
    const unchanged = this.base.ofId(id).filter((resource) => !this.changed.has(resource.key));
    return [...unchanged, ...(this.ids.get(id) ?? [])];
  }

  *all(): Iterable<Resource> {
    for (const resource of this.base.all()) if (!this.changed.has(resource.key)) yield resource;
    for (const resource of this.changed.values()) if (resource) yield resource;
  }

  /** In the earlier order, with additions last. */
  private current(before: readonly Resource[], applies: (resource: Resource) => boolean): readonly Resource[] {
    const after = before.map((resource) => this.at(resource.key)).filter((resource) => resource !== undefined);
    for (const [key, resource] of this.changed) {
      if (resource && applies(resource) && this.base.at(key) === undefined) after.push(resource);
    }
    return after;
  }
}

function* idsOf(resource: Resource): Iterable<string> {
  for (const attribute of ["id", "arn"]) {
    const value = resource.get(attribute);
    const id = value.kind === "literal" && typeof value.value === "string" ? value.value : "";
    if (isGlobalId(id) && mayOwn(resource.type, id)) yield id;
  }
}

export function push<K, T>(into: Map<K, T[]>, key: K, item: T): void {
  const found = into.get(key);
  if (found) found.push(item);
  else into.set(key, [item]);
}
