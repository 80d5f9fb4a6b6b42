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
import { type At, endless, follow, longestChain, step } from "./follow";
import { family, identifies, identityAttributes, idOfArn, isGlobalId, isMadeAlong } from "./identity";
import { jsonValue } from "./json";
import {
  isNull,
  joinedRest,
  list,
  type ListValue,
  type Output,
  type Reference,
  type Resource,
  type ResourceKey,
  resourceKey,
  type Scalar,
  type Template,
  type Unknown,
  unknown,
  type Value,
} from "./model";
import { AddedResource, type Change, ChangedResource } from "./overlay";
import { referenceText } from "./path";
import { ReferrerIndex, type Referrers, type ReferrerSource } from "./referrers";
import { ChangedStore, push, ReadStore, type Store } from "./store";

export type Answer = "yes" | "no" | "unknown";

/** What a value stands for. */
export type Resolution =
  /** A resource as a whole; `attribute` is the one that stood for it, `id` what it reads if that is known. */
  | { readonly kind: "resource"; readonly resource: Resource; readonly attribute: string; readonly id?: string }
  /** A known value that is no resource's of this graph. */
  | { readonly kind: "literal"; readonly value: Scalar }
  /** What an attribute of a resource will hold, where that isn't the resource itself. */
  | { readonly kind: "attribute"; readonly resource: Resource; readonly attribute: string }
  | Unknown;

export class Graph {
  private readonly atKey: At = (key) => this.store.at(key);
  private readonly indexes = new Map<string, ReferrerSource>();
  private readonly names = new Map<string, Map<string, Resource[]>>();

  private constructor(
    private readonly store: Store,
    private readonly rootOutputs: readonly Output[],
    /** Set where this graph is another with a few changes: what differs from it. */
    private readonly changed?: { readonly from: Graph; readonly keys: ReadonlySet<ResourceKey> },
  ) {}

  static of(resources: readonly Resource[], outputs: readonly Output[] = []): Graph {
    return new Graph(new ReadStore(resources), outputs);
  }

  /** The root outputs of a name, in the order of reading. Changes leave them as they are, but not what they refer to. */
  outputs(name: string): readonly Output[] {
    return this.rootOutputs.filter((output) => output.name === name);
  }

  /** Every resource of a type, in the order of reading: `managed` unless `mode` asks for data sources or both. */
  all(type: string, mode: "managed" | "data" | "both" = "managed"): readonly Resource[] {
    const resources = this.store.ofType(type);
    return mode === "both" ? resources : resources.filter((resource) => resource.mode === mode);
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
    const own = this.follow((this.at(resource.key) ?? resource).get(path));
    if (isKnown(own)) return own;
    for (const alias of this.aliases(resource)) {
      const value = this.follow(alias.get(path));
      if (isKnown(value)) return value;
    }
    return own;
  }

  /** Follows references until a value, or an attribute that only AWS or a provider's default will fill in. */
  follow(value: Value, passed?: Set<ResourceKey>): Value {
    return follow(value, this.atKey, passed);
  }

  /**
   * What a value stands for. A literal name, unlike an id or ARN, says only together with a `type` which resource is
   * meant, and only to one that is `near`: of the same document, or known to be of the same account and Region.
   */
  resolve(value: Value, type?: string, near?: Resource, passed?: Set<ResourceKey>): Resolution {
    let at = value;
    for (let length = 0; at.kind === "reference"; length++) {
      const resource = this.at(at.to);
      if (!resource) return unknown(this.describe(at), "the resource no longer exists");
      const next = step(at, this.atKey);
      if (identifies(resource.type, at.attribute) && (next === undefined || isKnownScalar(next))) {
        return this.identified(resource, at.attribute, next === undefined ? undefined : String(next.value));
      }
      if (next === undefined) return { kind: "attribute", resource, attribute: at.attribute };
      if (length === longestChain) return endless(value);
      passed?.add(at.to);
      at = next;
    }
    if (at.kind === "literal") return this.resolveLiteral(at.value, type, near);
    if (at.kind === "template") return this.resolveTemplate(at, type, near);
    if (at.kind === "unknown") return at;
    if (at.kind === "list" && at.items.length === 1 && !at.rest) return this.resolve(at.items[0]!, type, near);
    return unknown(this.describe(at), `is a ${at.kind}, not a single value`);
  }

  /** The resource that a value stands for, if that is known and it is one of `type`, in either mode. */
  target(value: Value, type: string, near?: Resource): Resource | undefined {
    const found = this.resolve(value, type, near);
    return found.kind === "resource" && family(found.resource.type) === family(type) ? found.resource : undefined;
  }

  private identified(resource: Resource, attribute: string, text: string | undefined): Resolution {
    const id = text ?? this.knownId(resource);
    const canonical = id !== undefined && isGlobalId(id) ? this.ofGlobalId(id) : undefined;
    const found = canonical ?? resource;
    return id === undefined
      ? { kind: "resource", resource: found, attribute }
      : { kind: "resource", resource: found, attribute, id };
  }

  private resolveLiteral(value: Scalar, type: string | undefined, near: Resource | undefined): Resolution {
    if (typeof value !== "string") return { kind: "literal", value };
    const known = isGlobalId(value) ? this.ofGlobalId(value) : undefined;
    const attribute = value.startsWith("arn:") ? "arn" : "id";
    if (known) return { kind: "resource", resource: known, attribute, id: value };
    if (type === undefined || isGlobalId(value)) return { kind: "literal", value };
    const named = (this.namesOf(type).get(value) ?? []).filter((resource) => resource.mode === "managed");
    const sure = named.filter((resource) => near === undefined || isNear(resource, near));
    if (sure.length === 1) return { kind: "resource", resource: sure[0]!, attribute: "name", id: value };
    if (named.length === 0) return { kind: "literal", value };
    const candidates = named.map((resource): Reference => ({ kind: "reference", to: resource.key, attribute: "id" }));
    return unknown(
      JSON.stringify(value),
      `may name ${named.map((resource) => resource.address).join(" or ")}`,
      candidates,
    );
  }

  /** `arn:aws:…:file-system/${aws_efs_file_system.content.id}` is that file system's ARN. */
  private resolveTemplate(template: Template, type: string | undefined, near: Resource | undefined): Resolution {
    const text = this.text(template);
    if (text !== undefined) return this.resolveLiteral(text, type, near);
    const [first, last] = [template.parts[0], template.parts[template.parts.length - 1]];
    const before = template.parts[template.parts.length - 2];
    if (first?.kind === "literal" && String(first.value).startsWith("arn:") && last && before?.kind === "literal") {
      const owner = this.resolve(last);
      const separated = /[/:]$/.test(String(before.value));
      if (separated && owner.kind === "resource" && owner.attribute !== "arn") return { ...owner, attribute: "arn" };
    }
    return unknown(this.describe(template), "put together of parts that are not all known");
  }

  /** Whether two values stand for the same thing. */
  same(a: Value, b: Value): Answer {
    return this.sameResolved(this.resolve(a), this.resolve(b));
  }

  sameResolved(a: Resolution, b: Resolution): Answer {
    if (a.kind === "unknown") return this.sameCandidates(a, b);
    if (b.kind === "unknown") return this.sameCandidates(b, a);
    if (a.kind === "literal" && b.kind === "literal") return String(a.value) === String(b.value) ? "yes" : "no";
    if (a.kind === "resource" && b.kind === "resource") return this.sameResource(a.resource, b.resource);
    if (a.kind === "literal") return b.kind === "resource" ? this.isOutside(b.resource) : "unknown";
    if (b.kind === "literal") return a.kind === "resource" ? this.isOutside(a.resource) : "unknown";
    return sameAttribute(a, b);
  }

  private sameResource(a: Resource, b: Resource): Answer {
    if (a.key === b.key) return "yes";
    if (family(a.type) !== family(b.type)) return "no";
    const [idOfA, idOfB] = [this.knownId(a), this.knownId(b)];
    if (idOfA !== undefined && idOfB !== undefined) return idOfA === idOfB ? "yes" : "no";
    if (a.mode === "managed" && b.mode === "managed") return "no";
    if (idOfA !== undefined) return this.isOutside(b);
    if (idOfB !== undefined) return this.isOutside(a);
    return "unknown";
  }

  /** Whether a resource is something that an id, written out and no resource's, cannot stand for. */
  isOutside(resource: Resource): Answer {
    if (this.knownId(resource) !== undefined) return "no";
    if (resource.mode === "data") return "unknown";
    if (resource.action === "create" || resource.action === "replace") return "no";
    return resource.document.kind === "configuration" && this.store.oneRoot ? "no" : "unknown";
  }

  private sameCandidates(open: Unknown, other: Resolution): Answer {
    if (!open.closed || open.candidates.length === 0) return "unknown";
    const answers = new Set(open.candidates.map((candidate) => this.sameResolved(this.resolve(candidate), other)));
    return answers.size === 1 ? [...answers][0]! : "unknown";
  }

  /**
   * The resources of a type whose attribute holds the target: alone, or as one of a list, or in any of its blocks
   * (`ingress.security_groups`). Both modes of the target count, only managed referrers.
   */
  referrers(type: string, attribute: string, target: Resource | Value): Referrers {
    const wanted =
      "key" in target ? this.resolve({ kind: "reference", to: target.key, attribute: "id" }) : this.resolve(target);
    return this.index(type, attribute).find(wanted);
  }

  private index(type: string, attribute: string): ReferrerSource {
    const name = `${type} ${attribute}`;
    let index = this.indexes.get(name);
    if (index) return index;
    const inherited = this.changed?.from.index(type, attribute).changedBy(this, this.changed.keys);
    index = inherited ?? new ReferrerIndex(this, type, attribute, this.all(type));
    this.indexes.set(name, index);
    return index;
  }

  /** The id that a resource is known to have, by its own values. */
  knownId(resource: Resource): string | undefined {
    return this.text(resource.get("id"));
  }

  private ofGlobalId(id: string): Resource | undefined {
    const inArn = idOfArn(id);
    return this.store.ofId(id)[0] ?? (inArn === undefined ? undefined : this.store.ofId(inArn)[0]);
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
    let rest = at.rest;
    for (const item of at.items) {
      const followed = this.follow(item);
      if (followed.kind === "list") {
        const inner = this.items(item, passed);
        items.push(...inner.items);
        rest = joinedRest(rest, inner.rest);
      } else items.push(item);
    }
    return list(items, rest);
  }

  private identifiesTarget({ to, attribute }: Reference): boolean {
    const resource = this.at(to);
    return resource !== undefined && identifies(resource.type, attribute);
  }

  /** The text of a value whose every part is known; numbers and booleans as Terraform converts them. */
  text(value: Value): string | undefined {
    const at = this.follow(value);
    if (at.kind === "literal") return at.value === null ? undefined : String(at.value);
    if (at.kind !== "template") return undefined;
    let text = "";
    for (const part of at.parts) {
      const known = this.text(part);
      if (known === undefined) return undefined;
      text += known;
    }
    return text;
  }

  /** The structure in a value that holds JSON, references in it included; anything else followed, but as it is. */
  json(value: Value): Value {
    return jsonValue(this.follow(value));
  }

  /** A value for people: `aws_vpc.apps.id`, `"10.0.0.0/16"`, `local.subnets`. Not escaped. */
  describe(value: Value): string {
    switch (value.kind) {
      case "literal":
        return JSON.stringify(value.value);
      case "reference":
        return referenceText(value);
      case "unknown":
        return value.expression;
      case "template":
        return `"${value.parts
          .map((part) => (part.kind === "literal" ? String(part.value) : `\${${this.describe(part)}}`))
          .join("")}"`;
      case "json":
        return `jsonencode(${this.describe(value.of)})`;
      case "list":
        return `[${[...value.items, ...(value.rest ? [value.rest] : [])].map((item) => this.describe(item)).join(", ")}]`;
      case "object":
        return `{${[...value.entries].map(([key, entry]) => `${key} = ${this.describe(entry)}`).join(", ")}}`;
    }
  }

  /** This graph with a few changes, to try a fix on: costs what is changed, as long as few resources are. */
  with(changes: readonly Change[]): Graph {
    const changed = new Map<ResourceKey, Resource | undefined>();
    for (const change of changes) {
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
    return new Graph(store, this.rootOutputs, { from: this, keys: new Set(changed.keys()) });
  }

  private namesOf(type: string): Map<string, Resource[]> {
    const wanted = family(type);
    let names = this.names.get(wanted);
    if (names) return names;
    names = new Map();
    for (const resource of this.all(wanted, "both")) {
      const texts = new Set(identityAttributes(wanted).map((attribute) => this.text(resource.get(attribute))));
      for (const text of texts) if (text !== undefined) push(names, text, resource);
    }
    this.names.set(wanted, names);
    return names;
  }
}

function sameAttribute(
  a: Exclude<Resolution, Unknown | { kind: "literal" }>,
  b: Exclude<Resolution, Unknown | { kind: "literal" }>,
): Answer {
  if (a.kind === "attribute" && b.kind === "attribute") {
    if (a.resource.key === b.resource.key && a.attribute === b.attribute) return "yes";
    const apart = isMadeAlong(a.resource.type, a.attribute) && isMadeAlong(b.resource.type, b.attribute);
    return apart && a.resource.mode === "managed" && b.resource.mode === "managed" ? "no" : "unknown";
  }
  const [made, other] = a.kind === "attribute" ? [a, b.resource] : [b, a.resource];
  const own = other.mode === "managed" && !other.type.startsWith("aws_default_");
  return isMadeAlong(made.resource.type, made.attribute) && own ? "no" : "unknown";
}

/** Names are unique within an account and Region: near is what is known to share both. */
function isNear(a: Resource, b: Resource): boolean {
  if (a.document === b.document) return true;
  const [here, there] = [a.provider, b.provider];
  if (!here?.region || here.region !== there?.region) return false;
  return here.accounts.length === 1 && there.accounts.length === 1 && here.accounts[0] === there.accounts[0];
}

/** Known, if only in parts; `null` may be an attribute that was left to its default. */
function isKnown(value: Value): boolean {
  return value.kind !== "unknown" && value.kind !== "reference" && !isNull(value);
}

function isKnownScalar(value: Value): value is Extract<Value, { kind: "literal" }> {
  return value.kind === "literal" && value.value !== null;
}

export type { Change, Referrers };
