/**
 * All resources of everything that was read, and the questions that a proof asks of them.
 *
 * ```ts
 * const graph = readGraph(["cdktf.out"]);                       // InputError where something cannot be read
 * for (const service of graph.all("aws_ecs_service")) {
 *   const { items, rest } = graph.items(service.get("network_configuration.subnets"));   // rest: may be more
 *   const task = graph.target(service.get("task_definition"), "aws_ecs_task_definition", service);
 *   const vpc = graph.resolve(subnet.get("vpc_id"));            // a resource, a literal, an attribute or unknown
 *   graph.same(subnet.get("vpc_id"), endpoint.get("vpc_id"));   // "yes" | "no" | "unknown"
 *   graph.referrers("aws_route53_resolver_rule_association", "vpc_id", vpc);   // { certain, possible }
 *   graph.text(graph.get(vpc, "cidr_block"));                   // text where it is known, postconditions included
 *   graph.json(task.get("container_definitions"));              // structure, whichever way the JSON was written
 *   graph.describe(value);                                      // for people
 * }
 * const tried = graph.with([{ kind: "set", resource: vpc, attribute: "enable_dns_hostnames", value: literal(true) }]);
 * ```
 *
 * Three rules keep it honest. What is unknown stays unknown and names its expression. `certain` never holds what is
 * only likely, and `possible` never lacks what may be. A configuration names its own resources by reference, so that
 * an id written out stands for something outside of it, as long as only one folder or file was read.
 */
import { type Assumption } from "../assumptions";
import { family } from "../resource-types";
import { describe } from "./describe";
import { identifies, isGlobalId } from "./identity";
import { IdentityComparison, type Ternary } from "./identity-comparison";
import { jsonValue } from "./json/json-text";
import {
  type Document,
  isNull,
  joinedRest,
  list,
  type ListValue,
  type Output,
  type Reference,
  type Resource,
  type ResourceKey,
  resourceKey,
  unknown,
  type Value,
} from "./model";
import { ReferrerIndex, type Referrers, type ReferrerSource } from "./referrers";
import { type Resolution, Resolver } from "./resolver";
import { ChangedStore, ReadStore, type Store } from "./store";
import { AddedResource, type Change, ChangedResource } from "./what-if";

export class Graph {
  private readonly resolver: Resolver;
  private readonly identityComparison: IdentityComparison;
  private readonly indexes = new Map<string, Map<string, ReferrerSource>>();
  private readonly ofMode = new Map<string, readonly Resource[]>();

  private constructor(
    private readonly store: Store,
    private readonly rootOutputs: readonly Output[],
    /** Every file, folder or stack that was read, also those without resources. */
    readonly documents: readonly Document[],
    /** What the owner says that no input shows. */
    readonly assumed: readonly Assumption[],
    /** Set where this graph is another with a few changes: what differs from it. */
    private readonly changed?: { readonly from: Graph; readonly keys: ReadonlySet<ResourceKey> },
  ) {
    this.resolver = new Resolver(store);
    this.identityComparison = new IdentityComparison(this.resolver);
  }

  /** @param merged the key of each object that another input has as well, and the key of the resource that stands for it */
  static of(
    resources: readonly Resource[],
    outputs: readonly Output[] = [],
    documents: readonly Document[] = [...new Set(resources.map(({ document }) => document))],
    merged: ReadonlyMap<ResourceKey, ResourceKey> = new Map(),
    assumed: readonly Assumption[] = [],
  ): Graph {
    return new Graph(new ReadStore(resources, merged), outputs, documents, assumed);
  }

  /** The root outputs of a name, in the order of reading. */
  outputs(name: string): readonly Output[] {
    return this.rootOutputs.filter((output) => output.name === name);
  }

  /** Every resource of a type, in the order of reading: `managed` unless `mode` asks for data sources or both. */
  all(type: string, mode: "managed" | "data" | "both" = "managed"): readonly Resource[] {
    const name = `${mode} ${type}`;
    let found = this.ofMode.get(name);
    if (!found) {
      const resources = this.store.ofType(type);
      found = mode === "both" ? resources : resources.filter((resource) => resource.mode === mode);
      this.ofMode.set(name, found);
    }
    return found;
  }

  resources(): Iterable<Resource> {
    return this.store.all();
  }

  at(key: ResourceKey): Resource | undefined {
    return this.store.at(key);
  }

  /** By address, `data.aws_vpc.main` and module paths included; undefined if several documents have it. */
  resource(address: string, document?: string): Resource | undefined {
    if (document !== undefined) return this.at(resourceKey(document, address));
    const found = this.store.ofAddress(address);
    return found.length === 1 ? found[0] : undefined;
  }

  /** All that are known to be the same thing as this one: data sources with its id, the resource itself. */
  aliases(resource: Resource): readonly Resource[] {
    const own = this.at(resource.key) ?? resource;
    const id = this.knownId(own);
    const found = id !== undefined && isGlobalId(id) ? this.store.ofId(id) : [];
    return found.includes(own) ? found : [own, ...found];
  }

  /** An attribute of a thing, from whichever resource or data source that stands for it knows it. */
  get(resource: Resource, path: string): Value {
    const at = this.at(resource.key) ?? resource;
    const own = this.follow(at.get(path));
    if (isKnown(own)) return own;
    for (const alias of this.aliases(resource)) {
      if (alias === at) continue;
      const value = this.follow(alias.get(path));
      if (isKnown(value)) return value;
    }
    return own;
  }

  /** Follows references until a value, or an attribute that only AWS or a provider's default will fill in. */
  follow(value: Value, passed?: Set<ResourceKey>): Value {
    return this.resolver.follow(value, passed);
  }

  /**
   * What a value stands for. A literal name, unlike an id or ARN, says only together with a `type` which resource is
   * meant, and only to one that is `near`: of the same document, or known to be of the same account and Region.
   */
  resolve(value: Value, type?: string, near?: Resource, passed?: Set<ResourceKey>): Resolution {
    return this.resolver.resolve(value, type, near, passed);
  }

  /** The resource that a value stands for, if that is known and it is one of `type`, in either mode. */
  target(value: Value, type: string, near?: Resource): Resource | undefined {
    const found = this.resolve(value, type, near);
    return found.kind === "resource" && family(found.resource.type) === family(type) ? found.resource : undefined;
  }

  /** Whether two values stand for the same thing. */
  same(a: Value, b: Value): Ternary {
    return this.identityComparison.values(a, b);
  }

  sameResolved(a: Resolution, b: Resolution): Ternary {
    return this.identityComparison.resolved(a, b);
  }

  /** Whether a resource is something that an id, written out and no resource's, cannot stand for: `no` if so. */
  isOutside(resource: Resource): Ternary {
    return this.identityComparison.isOutside(resource);
  }

  /** The id that a resource is known to have, by its own values. */
  knownId(resource: Resource): string | undefined {
    return this.resolver.knownId(resource);
  }

  /**
   * The resources of a type whose attribute holds the target: alone, or as one of a list, or in any of its blocks
   * (`ingress.security_groups`). Both modes of the target count, only managed referrers.
   */
  referrers(type: string, attribute: string, target: Resource | Value): Referrers {
    const index = this.index(type, attribute);
    if (index.isEmpty) return nobody;
    const wanted =
      "key" in target ? this.resolve({ kind: "reference", to: target.key, attribute: "id" }) : this.resolve(target);
    return index.find(wanted);
  }

  private index(type: string, attribute: string): ReferrerSource {
    let ofType = this.indexes.get(type);
    if (!ofType) this.indexes.set(type, (ofType = new Map<string, ReferrerSource>()));
    let index = ofType.get(attribute);
    if (index) return index;
    const inherited = this.changed?.from.index(type, attribute).changedBy(this, this.changed.keys);
    index = inherited ?? new ReferrerIndex(this, type, attribute, this.all(type));
    ofType.set(attribute, index);
    return index;
  }

  /** A value as a list, followed: of a single value that one, of `null` none; `rest` where others may exist. */
  items(value: Value, passed?: Set<ResourceKey>): ListValue {
    const at = this.follow(value, passed);
    if (at.kind === "unknown") return list([], at);
    if (at.kind === "reference") {
      const single = /(?:^|[._])(?:id|arn)$/.test(at.attribute) || this.identifiesTarget(at);
      return single ? list([at]) : list([], unknown(this.describe(at), "known only after apply", [at]));
    }
    if (at.kind !== "list") return list(isNull(at) ? [] : [at]);
    if (!at.items.some((item) => item.kind === "list" || item.kind === "unknown" || item.kind === "reference"))
      return at;
    const items: Value[] = [];
    let unknownRest = at.unknownRest;
    for (const item of at.items) {
      const followed = this.follow(item);
      if (followed.kind === "list") {
        const inner = this.items(item, passed);
        items.push(...inner.items);
        unknownRest = joinedRest(unknownRest, inner.unknownRest);
      } else items.push(item);
    }
    return list(items, unknownRest);
  }

  private identifiesTarget({ to, attribute }: Reference): boolean {
    const resource = this.at(to);
    return resource !== undefined && identifies(resource.type, attribute);
  }

  /** The text of a value whose every part is known; numbers and booleans as Terraform converts them. */
  text(value: Value): string | undefined {
    return this.resolver.text(value);
  }

  /** The structure in a value that holds JSON, references in it included; anything else followed, but as it is. */
  json(value: Value): Value {
    return jsonValue(this.follow(value));
  }

  /** A value for people: `aws_vpc.apps.id`, `"10.0.0.0/16"`, `local.subnets`. Not escaped. */
  describe(value: Value): string {
    return describe(value);
  }

  /** This graph with a few changes, to try a fix on: costs what is changed, as long as few resources are. */
  with(changes: readonly Change[]): Graph {
    const changed = new Map<ResourceKey, Resource | undefined>();
    let outputs = this.rootOutputs;
    for (const change of changes) {
      if (change.kind === "output") {
        const { document, name } = change.output;
        const isIt = (one: Output) => one.document.name === document.name && one.name === name;
        outputs = outputs.map((one) => (isIt(one) ? { ...one, value: () => change.value } : one));
        continue;
      }
      if (change.kind === "add") {
        const added = new AddedResource(change);
        changed.set(added.key, added);
        continue;
      }
      const { key } = change.resource;
      const current = (changed.has(key) ? changed.get(key) : this.at(key)) ?? change.resource;
      changed.set(
        key,
        change.kind === "remove" ? undefined : new ChangedResource(current, change.attribute, change.value),
      );
    }
    const store = new ChangedStore(this.store, changed);
    return new Graph(store, outputs, this.documents, this.assumed, { from: this, keys: new Set(changed.keys()) });
  }
}

const nobody: Referrers = { certain: [], possible: [] };

/** Known, if only in parts; `null` may be an attribute that was left to its default. */
function isKnown(value: Value): boolean {
  return value.kind !== "unknown" && value.kind !== "reference" && !isNull(value);
}

export type { Change, Referrers, Resolution, Ternary };
