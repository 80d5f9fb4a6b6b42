/**
 * All resources of the input, and the queries that a proof makes.
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
 * Three rules make the answers reliable. An unknown value stays unknown and names its expression. `certain` never
 * contains a resource that is only likely, and `possible` contains every resource that may match. A configuration
 * refers to its own resources by reference, so a literal id refers to something outside it, provided that only one
 * folder or file was read.
 */
import { family } from "../resource-types";
import { type Assumption } from "./assumption";
import { describe } from "./describe";
import { identifies, isGlobalId } from "./identity";
import { IdentityComparison } from "./identity-comparison";
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
  unknownValue,
  type Value,
} from "./model";
import { ReferrerIndex, type Referrers, type ReferrerSource } from "./referrers";
import { type Resolution, Resolver } from "./resolver";
import { ChangedStore, ReadStore, type Store } from "./store";
import { type Ternary } from "./ternary";
import { AddedResource, type Change, ChangedResource } from "./what-if";

export class Graph {
  private readonly resolver: Resolver;
  private readonly identityComparison: IdentityComparison;
  private readonly indexes = new Map<string, Map<string, ReferrerSource>>();
  private readonly ofMode = new Map<string, readonly Resource[]>();

  private constructor(
    private readonly store: Store,
    private readonly rootOutputs: readonly Output[],
    /** Every file, folder or stack that was read, including those without resources. */
    readonly documents: readonly Document[],
    /** The owner's assumptions. */
    readonly assumed: readonly Assumption[],
    /** Set if this graph is a copy of another with a few changes: the differences. */
    private readonly changed?: { readonly from: Graph; readonly keys: ReadonlySet<ResourceKey> },
  ) {
    this.resolver = new Resolver(store);
    this.identityComparison = new IdentityComparison(this.resolver);
  }

  /**
   * @param merged the key of each object that another input also has, with the key of the resource that represents it
   */
  static of(
    resources: readonly Resource[],
    outputs: readonly Output[] = [],
    documents: readonly Document[] = [...new Set(resources.map(({ document }) => document))],
    merged: ReadonlyMap<ResourceKey, ResourceKey> = new Map(),
    assumed: readonly Assumption[] = [],
  ): Graph {
    return new Graph(new ReadStore(resources, merged), outputs, documents, assumed);
  }

  /** The root outputs with a name, in the order of reading. */
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

  /** All resources that are known to be the same as this one: the resource itself, and data sources with its id. */
  aliases(resource: Resource): readonly Resource[] {
    const own = this.at(resource.key) ?? resource;
    const id = this.knownId(own);
    const found = id !== undefined && isGlobalId(id) ? this.store.ofId(id) : [];
    return found.includes(own) ? found : [own, ...found];
  }

  /** An attribute of a resource, from the resource or from a data source for it, whichever knows it. */
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

  /** Follows references to a value, or to an attribute that only AWS or a provider's default sets. */
  follow(value: Value, passed?: Set<ResourceKey>): Value {
    return this.resolver.follow(value, passed);
  }

  /**
   * The resource that a value refers to. A literal name, unlike an id or ARN, identifies a resource only with a `type`,
   * and only one that is `near`: in the same document, or known to be in the same account and Region.
   */
  resolve(value: Value, type?: string, near?: Resource, passed?: Set<ResourceKey>): Resolution {
    return this.resolver.resolve(value, type, near, passed);
  }

  /** The resource that a value refers to, if it is known and has this `type`, in either mode. */
  target(value: Value, type: string, near?: Resource): Resource | undefined {
    const found = this.resolve(value, type, near);
    return found.kind === "resource" && family(found.resource.type) === family(type) ? found.resource : undefined;
  }

  /** Whether two values refer to the same resource. */
  same(a: Value, b: Value): Ternary {
    return this.identityComparison.values(a, b);
  }

  sameResolved(a: Resolution, b: Resolution): Ternary {
    return this.identityComparison.resolved(a, b);
  }

  /** `no` if a resource can't be one that is referred to by a literal id outside the input. */
  isOutside(resource: Resource): Ternary {
    return this.identityComparison.isOutside(resource);
  }

  /** The resource's id, according to its own values. */
  knownId(resource: Resource): string | undefined {
    return this.resolver.knownId(resource);
  }

  /**
   * The resources of a type whose attribute contains the target: alone, in a list, or in any of its blocks
   * (`ingress.security_groups`). The target can have either mode; only managed resources are returned.
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

  /**
   * A value as a list, with references followed: a single value gives one item, `null` none; `rest` is set if there may
   * be others.
   */
  items(value: Value, passed?: Set<ResourceKey>): ListValue {
    const at = this.follow(value, passed);
    if (at.kind === "unknown") return list([], at);
    if (at.kind === "reference") {
      const single = /(?:^|[._])(?:id|arn)$/.test(at.attribute) || this.identifiesTarget(at);
      return single ? list([at]) : list([], unknownValue(this.describe(at), "known only after apply", [at]));
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

  /** The text of a completely known value; numbers and booleans are converted as in Terraform. */
  text(value: Value): string | undefined {
    return this.resolver.text(value);
  }

  /** The structure in a JSON value, including references in it; any other value is followed and returned unchanged. */
  json(value: Value): Value {
    return jsonValue(this.follow(value));
  }

  /** A value as text for messages: `aws_vpc.apps.id`, `"10.0.0.0/16"`, `local.subnets`. Not escaped. */
  describe(value: Value): string {
    return describe(value);
  }

  /** A copy of this graph with a few changes, to try a fix: the cost depends on the number of changes. */
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

/** At least partly known; `null` may be an attribute that was left to its default. */
function isKnown(value: Value): boolean {
  return value.kind !== "unknown" && value.kind !== "reference" && !isNull(value);
}

export type { Change, Referrers, Resolution };
