/** Paths into values: `network_configuration.subnets`, `vpc_config[0].cluster_security_group_id`. */
import {
  type Blocks,
  joinedRest,
  list,
  NULL,
  type ObjectValue,
  type Reference,
  type Unknown,
  unknownValue,
  type Value,
} from "./model";

export type Step = string | number;

const parsed = new Map<string, readonly Step[]>();

/** `a.b[0]["c"].1` → `["a", "b", 0, "c", 1]`. */
export function steps(path: string): readonly Step[] {
  let known = parsed.get(path);
  if (known === undefined) {
    known = [...path.matchAll(/\[\s*"([^"]*)"\s*\]|\[\s*(\d+)\s*\]|([^.[\]]+)/g)].map(([, key, index, name]) =>
      key !== undefined ? key : Number.isNaN(Number(index ?? name)) ? name! : Number(index ?? name),
    );
    if (parsed.size < 10_000) parsed.set(path, known);
  }
  return known;
}

/** `aws_vpc.apps.id`: a reference in Terraform's notation, without its document. */
export function referenceText({ to, attribute }: Reference): string {
  const address = to.slice(to.indexOf("\0") + 1);
  return attribute === "" ? address : `${address}.${attribute}`;
}

/** The inverse of `steps`, in Terraform's notation. */
export function pathText(path: readonly Step[]): string {
  return path
    .map((step, at) =>
      typeof step === "number" ? `[${step}]` : /^[\w-]+$/.test(step) ? `${at ? "." : ""}${step}` : `["${step}"]`,
    )
    .join("");
}

/** `Resource.get` documents the meaning of a step through blocks. */
export function valueAt(value: Value, path: readonly Step[], from = 0): Value {
  let at = value;
  for (let done = from; done < path.length; done++) {
    const step = path[done]!;
    switch (at.kind) {
      case "literal":
        return NULL;
      case "json":
      case "template":
        return unknownValue(pathText(path), "a string has no attributes");
      case "unknown":
        return at;
      case "reference":
        return { ...at, attribute: pathText([...steps(at.attribute), ...path.slice(done)]) };
      case "object": {
        const next = at.entries.get(String(step));
        if (next !== undefined) at = next;
        else if (step === 0)
          break; // a single block, written without a list
        else return at.unknownRest ?? NULL;
        break;
      }
      case "list": {
        if (typeof step === "number") {
          at = at.items[step] ?? at.unknownRest ?? NULL;
          if (at.kind === "unknown") return at;
          break;
        }
        if (at.items.length === 1 && !at.unknownRest) {
          at = valueAt(at.items[0]!, [step]);
          break;
        }
        if (at.items.length === 0) return at.unknownRest ?? NULL;
        return flatten(
          at.items.map((item) => valueAt(item, path.slice(done))),
          at.unknownRest,
        );
      }
    }
  }
  return at;
}

/** The values of several blocks as one list; an unknown value stays one element. */
function flatten(values: readonly Value[], unknownRest: Unknown | undefined): Value {
  const items: Value[] = [];
  for (const value of values) {
    if (value.kind === "list") {
      items.push(...value.items);
      unknownRest = joinedRest(unknownRest, value.unknownRest);
    } else if (!(value.kind === "literal" && value.value === null)) items.push(value);
  }
  return list(items, unknownRest);
}

/** The blocks in a value: an object is one block, `null` none. */
export function blocksOf(value: Value): Blocks {
  if (value.kind === "object") return { items: [value] };
  if (value.kind === "literal" && value.value === null) return { items: [] };
  if (value.kind !== "list") {
    if (value.kind === "unknown") return { items: [], unknownRest: value };
    const [text, candidates] = value.kind === "reference" ? [referenceText(value), [value]] : [value.kind, []];
    return { items: [], unknownRest: unknownValue(text, "known only after apply", candidates) };
  }
  const items: ObjectValue[] = [];
  let unknownRest = value.unknownRest;
  for (const item of value.items) {
    if (item.kind === "object") items.push(item);
    else if (item.kind === "list") {
      const inner = blocksOf(item);
      items.push(...inner.items);
      unknownRest = joinedRest(unknownRest, inner.unknownRest);
    } else if (item.kind === "unknown") unknownRest = joinedRest(unknownRest, item);
    else if (item.kind !== "literal") unknownRest ??= unknownValue(item.kind, "not known as a block");
  }
  return unknownRest ? { items, unknownRest } : { items };
}
