/** Every way in which one thing of synthesized stacks can be broken: a resource, an attribute, an item gone or changed. */
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
          const shown = at.join(".").replaceAll(/\.#json/g, "");
          yield { name: `${address} ${shown}: ${how}`, stack: changed(stack, [...path, ...at], value) };
        }
      }
    }
  }
  for (const section of ["output", "provider"]) {
    for (const [name, entry] of Object.entries(record(record(stack)[section] ?? {}))) {
      if (section === "output") yield { name: `output.${name}: removed`, stack: without(stack, [section, name]) };
      for (const { at, value, how } of changesOf(entry, [], [])) {
        yield {
          name: `${section}.${name} ${at.join(".")}: ${how}`,
          stack: changed(stack, [section, name, ...at], value),
        };
      }
    }
  }
}

interface Change {
  readonly at: readonly string[];
  /** Undefined takes it out. */
  readonly value: Json | undefined;
  readonly how: string;
}

/** Leaves take other values, containers lose entries; JSON in a string is gone into like any other. */
function* changesOf(value: Json, at: readonly string[], siblings: readonly string[]): Iterable<Change> {
  if (at.length > 0) yield { at, value: undefined, how: "removed" };
  if (typeof value === "boolean") yield { at, value: !value, how: String(!value) };
  else if (typeof value === "number") yield { at, value: value + 1, how: String(value + 1) };
  else if (typeof value === "string") {
    const inner = embedded(value);
    if (inner !== undefined) {
      for (const change of changesOf(inner, [], siblings)) yield { ...change, at: [...at, "#json", ...change.at] };
    } else for (const other of textsFor(value, siblings)) yield { at, value: other, how: other };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* changesOf(item, [...at, String(index)], siblings);
  } else if (value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (key !== "//") yield* changesOf(entry, [...at, key], siblings);
    }
  }
}

/** What a text may be changed to, so that it still is of its kind. */
function textsFor(text: string, siblings: readonly string[]): string[] {
  const reference = /^\$\{(?!data\.terraform)([\w.-]+?\.[\w-]+)\.([\w.]+)\}$/.exec(text);
  if (reference) {
    const elsewhere = /^(id|arn)$/.test(reference[2]!) ? "elsewhere-0123456789abcdef0" : "elsewhere";
    return [
      elsewhere,
      ...siblings
        .filter((one) => one.startsWith(`${reference[1]!.split(".")[0]}.`) && one !== reference[1])
        .slice(0, 1)
        .map((one) => `\${${one}.${reference[2]}}`),
    ];
  }
  if (/^(true|false)$/.test(text)) return [text === "true" ? "false" : "true"];
  if (/^\d+$/.test(text)) return [String(Number(text) + 1)];
  if (/^\d+(\.\d+){3}\/\d+$/.test(text)) return ["192.0.2.0/24"];
  if (/^\d+(\.\d+){3}$/.test(text)) return ["192.0.2.1"];
  if (/^[a-z]{2}-[a-z]+-\d[a-z]$/.test(text)) return [`${text.slice(0, -1)}f`];
  if (text === "ENABLED") return ["DISABLED"];
  if (text === "Allow" || text === "Deny") return [text === "Allow" ? "Deny" : "Allow"];
  if (text === "FORWARD" || text === "SYSTEM") return [text === "FORWARD" ? "SYSTEM" : "FORWARD"];
  if (text === "Interface" || text === "Gateway") return [text === "Interface" ? "Gateway" : "Interface"];
  if (/^(tcp|udp|-1)$/.test(text)) return [text === "udp" ? "tcp" : "udp"];
  return [`${text}-changed`];
}

/** Addresses of the same stack, for a reference to lead astray. */
function siblingsOf(stack: Json, type: string, name: string): string[] {
  return Object.entries(record(record(stack)["resource"] ?? {})).flatMap(([other, blocks]) =>
    Object.keys(record(blocks))
      .filter((one) => other !== type || one !== name)
      .map((one) => `${other}.${one}`),
  );
}

function embedded(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function record(value: Json): { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function without(value: Json, path: readonly string[]): Json {
  return changed(value, path, undefined);
}

function changed(value: Json, [step, ...rest]: readonly string[], by: Json | undefined): Json {
  if (step === undefined) return by ?? null;
  if (step === "#json") return JSON.stringify(changed(JSON.parse(String(value)) as Json, rest, by));
  if (Array.isArray(value)) {
    const at = Number(step);
    if (rest.length === 0 && by === undefined) return value.filter((_, index) => index !== at);
    return value.map((item, index) => (index === at ? changed(item, rest, by) : item));
  }
  const entries = Object.entries(record(value));
  if (rest.length === 0 && by === undefined) return Object.fromEntries(entries.filter(([key]) => key !== step));
  return Object.fromEntries(entries.map(([key, entry]) => [key, key === step ? changed(entry, rest, by) : entry]));
}
