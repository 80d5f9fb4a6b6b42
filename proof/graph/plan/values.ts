/** Combines a plan's known and unknown values with their configuration into one value. */
import { isRecord, type JsonObject, property } from "../json/json-syntax";
import { fromJson } from "../json/json-text";
import { list, literal, NULL, type Resource, type Unknown, unknownValue, type Value } from "../model";
import { type Leaf, type ValueInference } from "./inference/infer-value";
import { type Configured } from "./module-tree";
import { type Place } from "./references/followed-references";

/** The location of a value in a resource, and its configured expression. */
interface Site {
  readonly name: string;
  readonly path: string;
  readonly configured: Configured;
  /** Set if the references are those of the whole attribute, shared by this number of similar parts. */
  readonly shared: number;
  readonly merged: boolean;
  /** Whether `configured` belongs to a block rather than an attribute: `{}` can be either. */
  readonly block: boolean;
  /** For a list: the number of hidden elements. */
  readonly open?: number;
  /** Set if the plan doesn't show the configuration: a dynamic block. */
  readonly undeclared: boolean;
}

export class PlanValues {
  constructor(
    private readonly resource: Resource,
    private readonly place: Place,
    private readonly inference: ValueInference,
  ) {}

  /** The value of a top-level attribute. */
  attribute(name: string, after: unknown, hidden: unknown, configured: Configured): Value {
    return this.value(after, hidden, {
      name,
      path: name,
      configured,
      shared: 1,
      merged: false,
      block: false,
      undeclared: false,
    });
  }

  private value(after: unknown, hidden: unknown, site: Site): Value {
    if (hidden === true) return this.hiddenValue(site);
    if (Array.isArray(after) || Array.isArray(hidden)) return this.listValue(asArray(after), asArray(hidden), site);
    if (isRecord(after) || isRecord(hidden)) return this.objectValue(asRecord(after), asRecord(hidden), site);
    if (typeof after === "string") {
      // The provider writes "" for an unset attribute.
      if (after === "") return NULL;
      return this.inference.named(this.leaf(site), site.configured, after) ?? literal(after);
    }
    return fromJson(after ?? null) ?? NULL;
  }

  private hiddenValue(site: Site): Value {
    const { configured } = site;
    if (!site.block && isExpression(configured)) {
      const references = property(configured, "references");
      if (Array.isArray(references) && references.length > 0) return this.inference.infer(this.leaf(site), configured);
      // An empty list that the provider fills is computed: `subnet_ids = []`.
      const constant = property(configured, "constant_value");
      if (Array.isArray(constant) && constant.length === 0) return this.inference.computed(this.resource, site.path);
      return unknownValue(`${this.resource.address}.${site.path}`, "known only after apply");
    }
    if (configured !== undefined) {
      return unknownValue(`${this.resource.address}.${site.path}`, "not all blocks are known: some are dynamic");
    }
    if (site.undeclared) return this.inference.undeclared(this.leaf(site));
    // Not configured, so the provider computes it.
    return this.inference.computed(this.resource, site.path);
  }

  private listValue(after: readonly unknown[], hidden: readonly unknown[], site: Site): Value {
    const length = Math.max(after.length, hidden.length);
    const open = hidden.filter((item) => item === true).length;
    const expression = !site.block && isExpression(site.configured);
    if (open > 0 && expression) {
      const known = after
        .filter((item, at) => hidden[at] !== true && typeof item === "string")
        .map((item) => literal(String(item)));
      return withKnown(this.hiddenValue({ ...site, open }), known, open);
    }
    const matches = expression ? [] : matchBlocks(after, hidden, site.configured, length);
    const items: Value[] = [];
    for (let at = 0; at < length; at++) {
      const path = `${site.path}[${at}]`;
      if (expression) {
        items.push(this.value(after[at], hidden[at], { ...site, path }));
        continue;
      }
      const { configured, undeclared } = matches[at]!;
      items.push(this.value(after[at], hidden[at], { ...site, path, configured, block: true, undeclared }));
    }
    return list(items);
  }

  private objectValue(after: JsonObject, hidden: JsonObject, site: Site): Value {
    const entries = new Map<string, Value>();
    const merged = !site.block && isExpression(site.configured);
    for (const name of new Set([...Object.keys(after), ...Object.keys(hidden)])) {
      const path = `${site.path}.${name}`;
      // An unknown part of an attribute written as blocks, which has the references of all of them.
      const configured = merged ? site.configured : property(site.configured, name);
      const shared = merged ? this.sharing(site, name) : 1;
      entries.set(
        name,
        this.value(after[name], hidden[name], { ...site, name, path, configured, shared, merged, block: false }),
      );
    }
    return { kind: "object", entries };
  }

  /** The number of elements of the same attribute in which a part with that name is hidden. */
  private sharing(site: Site, name: string): number {
    const top = site.path.slice(0, Math.max(0, site.path.search(/[.[]/)));
    const all = this.hiddenOf(top === "" ? site.path : top);
    if (!Array.isArray(all)) return 1;
    return Math.max(1, all.filter((element) => hasHidden(property(element, name))).length);
  }

  /** The hidden parts of the resource, by top-level attribute. */
  hiddenOf: (name: string) => unknown = () => undefined;

  private leaf(site: Site): Leaf {
    return {
      resource: this.resource,
      path: site.path,
      name: site.name,
      place: this.place,
      shared: site.shared,
      merged: site.merged,
      open: site.open,
    };
  }
}

export function isExpression(configured: Configured): configured is JsonObject {
  if (!isRecord(configured)) return false;
  const keys = Object.keys(configured);
  return keys.every((key) => key === "references" || key === "constant_value");
}

interface Match {
  readonly configured?: unknown;
  readonly undeclared: boolean;
}

/**
 * The configured blocks of the planned ones: those whose constants agree. With equal numbers, none is dynamic; with
 * fewer configured than planned blocks, some are dynamic, and it isn't known which.
 */
function matchBlocks(
  after: readonly unknown[],
  hidden: readonly unknown[],
  configured: Configured,
  count: number,
): readonly Match[] {
  const blocks = Array.isArray(configured) ? (configured as unknown[]) : isRecord(configured) ? [configured] : [];
  const planned = Array.from({ length: count }, (_, at) => asRecord(after[at]));
  if (blocks.length !== count) return planned.map(() => ({ undeclared: true }));
  if (count === 1) return [{ configured: blocks[0], undeclared: false }];
  const fitting = planned.map((block) => {
    const exact = blocks.filter((candidate) => fits(block, candidate, sameItems));
    // The provider may have reformatted a list's items.
    return exact.length > 0 ? exact : blocks.filter((candidate) => fits(block, candidate, () => true));
  });
  const looks = planned.map((block, at) => JSON.stringify([block, hidden[at]]));
  return planned.map((_, at): Match => {
    const own = fitting[at]!;
    if (own.length === 1) return { configured: own[0], undeclared: false };
    if (own.length === 0) return { undeclared: true };
    // Planned blocks that are equal in everything known can be paired with the configured ones in any order.
    const alikeLooking = looks.flatMap((look, other) => (look === looks[at] ? [other] : []));
    if (alikeLooking.length === own.length) return { configured: own[alikeLooking.indexOf(at)], undeclared: false };
    return { configured: alike(own), undeclared: true };
  });
}

/** The value that all of the blocks share; undefined if they differ. */
function alike(blocks: readonly unknown[]): JsonObject {
  const [first, ...others] = blocks.map(asRecord);
  const names = Object.keys(first!).filter((name) => {
    const text = JSON.stringify(first![name]);
    return others.every((other) => JSON.stringify(property(other, name)) === text);
  });
  return Object.fromEntries(names.map((name) => [name, first![name]]));
}

/** @param listsFit whether a planned list may be the result of a literal list in the configuration */
function fits(
  planned: JsonObject,
  block: unknown,
  listsFit: (planned: unknown, constant: unknown) => boolean,
): boolean {
  if (!isRecord(block)) return true;
  return Object.keys(block).every((name) => {
    const configured = block[name];
    if (isExpression(configured)) {
      const constant = configured["constant_value"];
      if (constant === undefined || constant === null) return true;
      const value = planned[name];
      if (typeof constant === "object") return listsFit(value, constant);
      return value === undefined || value === null || String(value) === String(constant);
    }
    if (!Array.isArray(configured) || configured.length !== 1) return true;
    const inner = asArray(planned[name]);
    return inner.length === 0 ? false : inner.length !== 1 || fits(asRecord(inner[0]), configured[0], listsFit);
  });
}

/** In any order, since sets are sorted. */
function sameItems(planned: unknown, constant: unknown): boolean {
  if (!Array.isArray(planned) || !Array.isArray(constant)) return true;
  const items = (list: readonly unknown[]) => [...new Set(list.map(String))].sort().join("\0");
  return items(planned) === items(constant);
}

function withKnown(value: Value, known: readonly Value[], open: number): Value {
  if (value.kind === "list" && !value.unknownRest && value.items.length === open)
    return list([...known, ...value.items]);
  if (value.kind === "list") return list([...known, ...value.items], value.unknownRest ?? restOf(value));
  if (value.kind === "reference" && open === 1) return list([...known, value]);
  return list(known, value.kind === "unknown" ? value : restOf(value));
}

function restOf(value: Value): Unknown {
  return unknownValue(value.kind, "not all elements are known");
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
