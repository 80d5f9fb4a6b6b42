/** Resolves values to resources: references, ids and ARNs. */
import { family } from "../resource-types";
import { describe } from "./describe";
import { type At, endless, follow, longestChain, step } from "./follow";
import { identifies, identityAttributes, idOfArn, isGlobalId } from "./identity";
import {
  type Reference,
  type Resource,
  type ResourceKey,
  type Scalar,
  type Template,
  type Unknown,
  unknownValue,
  type Value,
} from "./model";
import { push, type Store } from "./store";

/** The result of resolving a value. */
export type Resolution =
  /** A resource as a whole; `attribute` is the one that identified it, `id` its value if known. */
  | { readonly kind: "resource"; readonly resource: Resource; readonly attribute: string; readonly id?: string }
  /** A known value that belongs to no resource of this graph. */
  | { readonly kind: "literal"; readonly value: Scalar }
  /** The future value of a resource's attribute, if it isn't an identifier of the resource. */
  | { readonly kind: "attribute"; readonly resource: Resource; readonly attribute: string }
  | Unknown;

/** Resolves values among the resources of one store. */
export class Resolver {
  readonly at: At = (key) => this.store.at(key);
  private readonly names = new Map<string, Map<string, Resource[]>>();
  /** The targets of references by resource and attribute, cached because many paths follow the same ones. */
  private readonly followed = new Map<ResourceKey, Map<string, Value>>();
  private readonly resolved = new Map<ResourceKey, Map<string, Resolution>>();
  private readonly ids = new Map<Resource, string | undefined>();

  constructor(readonly store: Store) {}

  follow(value: Value, passed?: Set<ResourceKey>): Value {
    if (value.kind !== "reference") return value;
    // A caller that asks for the resources on the way needs the whole path.
    const known = passed ? undefined : this.followed.get(value.to)?.get(value.attribute);
    return known ?? keep(this.followed, value, follow(value, this.at, passed));
  }

  resolve(value: Value, type?: string, near?: Resource, passed?: Set<ResourceKey>): Resolution {
    if (value.kind === "reference" && !passed) {
      const known = this.resolved.get(value.to)?.get(value.attribute);
      if (known) return known;
    }
    let at = value;
    for (let length = 0; at.kind === "reference"; length++) {
      const resource = this.at(at.to);
      if (!resource) return unknownValue(describe(at), "the resource no longer exists");
      const next = step(at, this.at);
      if (identifies(resource.type, at.attribute) && (next === undefined || isKnownScalar(next))) {
        const text = next === undefined ? undefined : String(next.value);
        return keep(this.resolved, value, this.identified(resource, at.attribute, text));
      }
      if (next === undefined) {
        return keep(this.resolved, value, { kind: "attribute", resource, attribute: at.attribute });
      }
      if (length === longestChain) return endless(value);
      passed?.add(at.to);
      at = next;
    }
    if (at.kind === "literal") return this.resolveLiteral(at.value, type, near);
    if (at.kind === "template") return this.resolveTemplate(at, type, near);
    if (at.kind === "unknown") return at;
    if (at.kind === "list" && at.items.length === 1 && !at.unknownRest) return this.resolve(at.items[0]!, type, near);
    return unknownValue(describe(at), `is a ${at.kind}, not a single value`);
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
    const all = (this.namesOf(type).get(value) ?? []).filter(({ action }) => action !== "delete");
    const named = all.filter(({ mode }) => mode === "managed");
    const sure = named.filter((resource) => near === undefined || isNear(resource, near));
    if (sure.length === 1) return { kind: "resource", resource: sure[0]!, attribute: "name", id: value };
    if (named.length === 0) {
      // The result of a data source also identifies the resource.
      const read = all.find((resource) => near !== undefined && isNear(resource, near));
      return read ? { kind: "resource", resource: read, attribute: "name", id: value } : { kind: "literal", value };
    }
    const candidates = named.map((resource): Reference => ({ kind: "reference", to: resource.key, attribute: "id" }));
    return unknownValue(
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
    const revised = this.ofRevision(template);
    if (revised) return { kind: "resource", resource: revised, attribute: "arn" };
    const references = template.parts.filter((part) => part.kind === "reference");
    return unknownValue(describe(template), "put together of parts that are not all known", references);
  }

  /** `${aws_ecs_task_definition.app.family}:${aws_ecs_task_definition.app.revision}` is that task definition. */
  private ofRevision({ parts }: Template): Resource | undefined {
    const revision = parts.at(-1);
    if (revision?.kind !== "reference" || revision.attribute !== "revision") return undefined;
    const resource = this.at(revision.to);
    if (resource?.type !== "aws_ecs_task_definition") return undefined;
    const family = this.text(resource.get("family"));
    const before = parts.slice(0, -1);
    const isOwn = (part: Value) => part.kind === "reference" && part.to === resource.key && part.attribute === "family";
    const [first, second, ...others] = before;
    if (first && isOwn(first)) {
      return others.length === 0 && second?.kind === "literal" && second.value === ":" ? resource : undefined;
    }
    const text = before.length === 0 ? undefined : this.text({ kind: "template", parts: before });
    return family !== undefined && text === `${family}:` ? resource : undefined;
  }

  /** The resource's id, according to its own values. */
  knownId(resource: Resource): string | undefined {
    let known = this.ids.get(resource);
    if (known === undefined && !this.ids.has(resource)) this.ids.set(resource, (known = this.ownId(resource)));
    return known;
  }

  private ownId(resource: Resource): string | undefined {
    const id = resource.get("id");
    if (id.kind === "reference" && id.to === resource.key) return undefined;
    return this.text(id);
  }

  private ofGlobalId(id: string): Resource | undefined {
    const inArn = idOfArn(id);
    return this.store.ofId(id)[0] ?? (inArn === undefined ? undefined : this.store.ofId(inArn)[0]);
  }

  /** The text of a completely known value; numbers and booleans are converted as in Terraform. */
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

  private namesOf(type: string): Map<string, Resource[]> {
    const wanted = family(type);
    let names = this.names.get(wanted);
    if (names) return names;
    names = new Map();
    for (const resource of this.store.ofType(wanted)) {
      const texts = new Set(identityAttributes(wanted).map((attribute) => this.text(resource.get(attribute))));
      for (const text of texts) if (text !== undefined) push(names, text, resource);
    }
    this.names.set(wanted, names);
    return names;
  }
}

/** Caches the result of a reference. Names also depend on who uses them, and are not cached. */
function keep<T>(kept: Map<ResourceKey, Map<string, T>>, value: Value, found: T): T {
  if (value.kind !== "reference") return found;
  const { to, attribute } = value;
  const known = kept.get(to);
  if (known) known.set(attribute, found);
  else kept.set(to, new Map([[attribute, found]]));
  return found;
}

/** Names are unique within an account and Region: near means that both are known to be the same. */
function isNear(a: Resource, b: Resource): boolean {
  if (a.document === b.document) return true;
  const [here, there] = [a.provider, b.provider];
  if (!here?.region || here.region !== there?.region) return false;
  return here.accounts.length === 1 && there.accounts.length === 1 && here.accounts[0] === there.accounts[0];
}

function isKnownScalar(value: Value): value is Extract<Value, { kind: "literal" }> {
  return value.kind === "literal" && value.value !== null;
}
