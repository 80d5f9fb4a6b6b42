/** Known and unknown values of a plan together with their configuration, as one value. */
import { isRecord, type JsonObject, property } from "../configuration/json-syntax";
import { fromJson } from "../json";
import { list, literal, NULL, type Resource, type Unknown, unknown, type Value } from "../model";
import { type Decider, type Leaf } from "./decide";
import { type Configured } from "./modules";
import { type Place } from "./sources";

/** Where in a resource a value stands, and what the configuration says of it. */
interface Site {
  readonly name: string;
  readonly path: string;
  readonly configured: Configured;
  /** The references are those of the whole attribute, of which this is a part, shared by so many like parts. */
  readonly shared: number;
  /** The plan shows nothing of what is configured here: a dynamic block. */
  readonly undeclared: boolean;
}

export class PlanValues {
  constructor(
    private readonly resource: Resource,
    private readonly place: Place,
    private readonly decider: Decider,
  ) {}

  /** The value of a top-level attribute. */
  attribute(name: string, after: unknown, hidden: unknown, configured: Configured): Value {
    return this.value(after, hidden, { name, path: name, configured, shared: 1, undeclared: false });
  }

  private value(after: unknown, hidden: unknown, site: Site): Value {
    if (hidden === true) return this.hiddenValue(site);
    if (Array.isArray(after) || Array.isArray(hidden)) return this.listValue(asArray(after), asArray(hidden), site);
    if (isRecord(after) || isRecord(hidden)) return this.objectValue(asRecord(after), asRecord(hidden), site);
    if (typeof after === "string") {
      // The provider writes "" for what isn't set.
      if (after === "") return NULL;
      return this.decider.named(this.leaf(site), site.configured, after) ?? literal(after);
    }
    return fromJson(after ?? null) ?? NULL;
  }

  private hiddenValue(site: Site): Value {
    const { configured } = site;
    if (isExpression(configured)) {
      const references = property(configured, "references");
      if (Array.isArray(references) && references.length > 0) return this.decider.decide(this.leaf(site), configured);
      return unknown(`${this.resource.address}.${site.path}`, "known only after apply");
    }
    if (configured !== undefined) {
      return unknown(`${this.resource.address}.${site.path}`, "not all blocks are known: some are dynamic");
    }
    if (site.undeclared) return this.decider.undeclared(this.leaf(site));
    // Not configured, so the provider computes it.
    return { kind: "reference", to: this.resource.key, attribute: site.path };
  }

  private listValue(after: readonly unknown[], hidden: readonly unknown[], site: Site): Value {
    const length = Math.max(after.length, hidden.length);
    const open = hidden.filter((item) => item === true).length;
    if (open > 0 && isExpression(site.configured)) {
      const known = after
        .filter((item, at) => hidden[at] !== true && typeof item === "string")
        .map((item) => literal(String(item)));
      return withKnown(this.hiddenValue(site), known, open);
    }
    const blocks = Array.isArray(site.configured) ? (site.configured as unknown[]) : undefined;
    const items: Value[] = [];
    for (let at = 0; at < length; at++) {
      const path = `${site.path}[${at}]`;
      if (isExpression(site.configured)) {
        items.push(this.value(after[at], hidden[at], { ...site, path }));
        continue;
      }
      const { block, undeclared } = matchBlock(asRecord(after[at]), blocks, length);
      items.push(this.value(after[at], hidden[at], { ...site, path, configured: block, undeclared }));
    }
    return list(items);
  }

  private objectValue(after: JsonObject, hidden: JsonObject, site: Site): Value {
    const entries = new Map<string, Value>();
    const merged = isExpression(site.configured);
    for (const name of new Set([...Object.keys(after), ...Object.keys(hidden)])) {
      const path = `${site.path}.${name}`;
      // An unknown part of an attribute written as blocks: its references are those of all of them.
      const configured = merged ? site.configured : property(site.configured, name);
      const shared = merged ? this.sharing(site, name) : 1;
      entries.set(name, this.value(after[name], hidden[name], { ...site, name, path, configured, shared }));
    }
    return { kind: "object", entries };
  }

  /** In how many elements of the same attribute a part of that name is hidden. */
  private sharing(site: Site, name: string): number {
    const top = site.path.slice(0, Math.max(0, site.path.search(/[.[]/)));
    const all = this.hiddenOf(top === "" ? site.path : top);
    if (!Array.isArray(all)) return 1;
    return Math.max(1, all.filter((element) => hasHidden(property(element, name))).length);
  }

  /** What is hidden of the resource, by top-level attribute. */
  hiddenOf: (name: string) => unknown = () => undefined;

  private leaf(site: Site): Leaf {
    return { resource: this.resource, path: site.path, name: site.name, place: this.place, shared: site.shared };
  }
}

export function isExpression(configured: Configured): configured is JsonObject {
  if (!isRecord(configured)) return false;
  const keys = Object.keys(configured);
  return keys.every((key) => key === "references" || key === "constant_value");
}

/**
 * The configured block that a planned one came of: the only one whose constants agree. As many on both sides means that
 * none is dynamic; fewer configured than planned, that some are, and then nothing tells which.
 */
function matchBlock(planned: JsonObject, blocks: readonly unknown[] | undefined, count: number): Match {
  if (blocks?.length !== count) return { undeclared: true };
  if (blocks.length === 1) return { block: blocks[0], undeclared: false };
  const fitting = blocks.filter((block) => fits(planned, block));
  if (fitting.length === 0) return { undeclared: true };
  const texts = new Set(fitting.map((block) => JSON.stringify(block)));
  return texts.size === 1 ? { block: fitting[0], undeclared: false } : { block: alike(fitting), undeclared: true };
}

interface Match {
  readonly block?: unknown;
  readonly undeclared: boolean;
}

/** What all of the blocks say alike; where they differ, nothing. */
function alike(blocks: readonly unknown[]): JsonObject {
  const [first, ...others] = blocks.map(asRecord);
  const names = Object.keys(first!).filter((name) => {
    const text = JSON.stringify(first![name]);
    return others.every((other) => JSON.stringify(property(other, name)) === text);
  });
  return Object.fromEntries(names.map((name) => [name, first![name]]));
}

function fits(planned: JsonObject, block: unknown): boolean {
  if (!isRecord(block)) return true;
  return Object.keys(block).every((name) => {
    const configured = block[name];
    if (isExpression(configured)) {
      const constant = configured["constant_value"];
      if (constant === undefined || constant === null || typeof constant === "object") return true;
      const value = planned[name];
      return value === undefined || value === null || String(value) === String(constant);
    }
    if (!Array.isArray(configured) || configured.length !== 1) return true;
    const inner = asArray(planned[name]);
    return inner.length === 0 ? false : inner.length !== 1 || fits(asRecord(inner[0]), configured[0]);
  });
}

function withKnown(value: Value, known: readonly Value[], open: number): Value {
  if (value.kind === "list" && !value.rest && value.items.length === open) return list([...known, ...value.items]);
  if (value.kind === "list") return list([...known, ...value.items], value.rest ?? restOf(value));
  if (value.kind === "reference" && open === 1) return list([...known, value]);
  return list(known, value.kind === "unknown" ? value : restOf(value));
}

function restOf(value: Value): Unknown {
  return unknown(value.kind, "not all elements are known");
}

function hasHidden(hidden: unknown): boolean {
  if (hidden === true) return true;
  return Array.isArray(hidden) && hidden.some(hasHidden);
}

function asArray(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? (json as unknown[]) : [];
}

function asRecord(json: unknown): JsonObject {
  return isRecord(json) ? json : {};
}
