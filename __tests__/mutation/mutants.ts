import { embedded, formOf } from "./embedded";
import { linesFor, textsFor } from "./texts";

/** Every single mutation of synthesized stacks: a resource, an attribute or an item removed or changed. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Stacks = Readonly<Record<string, Json>>;

export interface Mutant {
  /** `vpc-apps aws_vpc.apps enable_dns_hostnames: false`. */
  readonly name: string;
  readonly stacks: Stacks;
}

/** Sections of a stack whose entries are blocks of a type and a name. */
const sections = ["resource", "data"] as const;

export function* mutants(stacks: Stacks): Iterable<Mutant> {
  for (const [stack, json] of Object.entries(stacks)) {
    for (const { name, stack: broken } of mutantsOf(json)) {
      yield { name: `${stack} ${name}`, stacks: { ...stacks, [stack]: broken } };
    }
  }
}

interface Broken {
  readonly name: string;
  readonly stack: Json;
}

function* mutantsOf(stack: Json): Iterable<Broken> {
  for (const section of sections) {
    for (const [type, blocks] of Object.entries(record(record(stack)[section] ?? {}))) {
      for (const [name, block] of Object.entries(record(blocks))) {
        const address = `${section === "data" ? "data." : ""}${type}.${name}`;
        const path = [section, type, name];
        yield { name: `${address}: removed`, stack: without(stack, path) };
        for (const { at, value, how } of changesOf(block, [], siblingsOf(stack, type, name))) {
          yield { name: `${address} ${shown(at)}: ${how}`, stack: changed(stack, [...path, ...at], value) };
        }
      }
    }
  }
  for (const section of ["output", "provider"]) {
    for (const [name, entry] of Object.entries(record(record(stack)[section] ?? {}))) {
      if (section === "output") yield { name: `output.${name}: removed`, stack: without(stack, [section, name]) };
      for (const { at, value, how } of changesOf(entry, [], [])) {
        yield {
          name: `${section}.${name} ${shown(at)}: ${how}`,
          stack: changed(stack, [section, name, ...at], value),
        };
      }
    }
  }
}

interface Change {
  readonly at: readonly string[];
  /** Undefined removes it. */
  readonly value: Json | undefined;
  readonly how: string;
}

/** A path without the steps that enter texts. */
function shown(at: readonly string[]): string {
  return at.filter((step) => !step.startsWith("#")).join(".");
}

/**
 * Scalars get other values and containers lose entries; the contents of a text (JSON, a manifest, a script) are mutated
 * in the same way.
 */
function* changesOf(value: Json, at: readonly string[], siblings: readonly string[]): Iterable<Change> {
  if (at.length > 0) yield { at, value: undefined, how: "removed" };
  if (typeof value === "boolean") yield { at, value: !value, how: String(!value) };
  else if (typeof value === "number") yield { at, value: value + 1, how: String(value + 1) };
  else if (typeof value === "string") {
    const inner = embedded(value);
    if (inner?.form.step === "#lines") yield* linesOf(inner.value as string[], [...at, inner.form.step]);
    else if (inner) yield* changesWithin(inner.value, [...at, inner.form.step], siblings);
    else for (const other of textsFor(value, siblings)) yield { at, value: other, how: other };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* changesOf(item, [...at, String(index)], siblings);
  } else if (value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (key !== "//") yield* changesOf(entry, [...at, key], siblings);
    }
  }
}

function* changesWithin(value: Json, at: readonly string[], siblings: readonly string[]): Iterable<Change> {
  for (const change of changesOf(value, [], siblings)) yield { ...change, at: [...at, ...change.at] };
}

/** Each line of a script removed or changed, except comments and empty lines. */
function* linesOf(lines: readonly string[], at: readonly string[]): Iterable<Change> {
  for (const [index, line] of lines.entries()) {
    if (/^\s*(#(?!!)|$)/.test(line)) continue;
    const path = [...at, String(index)];
    yield { at: path, value: undefined, how: `without ${line.trim()}` };
    for (const other of linesFor(line)) yield { at: path, value: other, how: `${line.trim()} -> ${other.trim()}` };
  }
}

/** Other addresses of the same stack, as wrong targets for a reference. */
function siblingsOf(stack: Json, type: string, name: string): string[] {
  return Object.entries(record(record(stack)["resource"] ?? {})).flatMap(([other, blocks]) =>
    Object.keys(record(blocks))
      .filter((one) => other !== type || one !== name)
      .map((one) => `${other}.${one}`),
  );
}

function record(value: Json): { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function without(value: Json, path: readonly string[]): Json {
  return changed(value, path, undefined);
}

/** A copy with the value at a path changed; a missing place, or one past the end of a list, is added. */
export function changed(value: Json, [step, ...rest]: readonly string[], by: Json | undefined): Json {
  if (step === undefined) return by ?? null;
  const form = formOf(step);
  if (form) return form.write(changed(form.read(String(value)) ?? null, rest, by));
  if (Array.isArray(value)) {
    const at = Number(step);
    if (at === value.length && by !== undefined) return [...value, changed(null, rest, by)];
    if (rest.length === 0 && by === undefined) return value.filter((_, index) => index !== at);
    return value.map((item, index) => (index === at ? changed(item, rest, by) : item));
  }
  const entries = Object.entries(record(value));
  if (by !== undefined && !entries.some(([key]) => key === step)) entries.push([step, null]);
  if (rest.length === 0 && by === undefined) return Object.fromEntries(entries.filter(([key]) => key !== step));
  return Object.fromEntries(entries.map(([key, entry]) => [key, key === step ? changed(entry, rest, by) : entry]));
}
