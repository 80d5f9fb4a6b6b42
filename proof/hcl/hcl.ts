/** Writes values as HCL within a module. */
import { type Graph } from "../graph/graph";
import {
  type Document,
  isNull,
  type ListValue,
  type ObjectValue,
  type Reference,
  type Resource,
  type ResourceKey,
  type Unknown,
  type Value,
} from "../graph/model";
import { blockAddress, isWithin, parentOf } from "../graph/module-names";
import { referenceText } from "../graph/path";
import { NewNames } from "./new-names";

/** Thrown if a change can't be written where it belongs. The message names what is missing. */
export class Unwritable extends Error {}

/** Longer objects have one property per line. */
const longestLine = 100;

export class HclWriter {
  /** @param names collects the declarations that the written values need */
  constructor(
    private readonly graph: Graph,
    private readonly document: Document,
    private readonly module: string,
    private readonly names = new NewNames(),
  ) {}

  /** @param indent indentation of the line on which the value begins */
  value(value: Value, indent = ""): string {
    switch (value.kind) {
      case "list":
        if (value.unknownRest) return this.unknown(value.unknownRest);
        return this.list(value, indent);
      case "object":
        return this.object(value, indent);
      case "json":
        return `jsonencode(${this.value(value.of, indent)})`;
      case "template":
        return `"${value.parts.map((part) => this.part(part)).join("")}"`;
      case "unknown":
        return this.unknown(value);
      case "reference":
        return this.reference(value);
      case "literal":
        return typeof value.value === "string" ? quoted(value.value) : String(value.value);
    }
  }

  /** The lines of a block; objects in it are blocks, too. */
  block(header: string, entries: Iterable<readonly [string, Value]>, indent = ""): string[] {
    return [`${indent}${header} {`, ...this.body(entries, `${indent}  `), `${indent}}`];
  }

  body(entries: Iterable<readonly [string, Value]>, indent = ""): string[] {
    const set = [...entries].filter(([, value]) => !isNull(value) && !isEmpty(value));
    const blocks = set.flatMap(([name, value]) => blocksIn(value)?.map((block) => [name, block] as const) ?? []);
    const plain = set.filter(([, value]) => !blocksIn(value));
    return [
      ...aligned(plain.map(([name, value]) => [name, this.value(value, indent)])).map((line) => `${indent}${line}`),
      ...blocks.flatMap(([name, block]) => this.block(name, block.entries, indent)),
    ];
  }

  private object({ entries }: ObjectValue, indent: string): string {
    const inner = `${indent}  `;
    const pairs = [...entries].map(([name, value]) => [keyText(name), value] as const);
    const line = `{ ${pairs.map(([name, value]) => `${name} = ${this.value(value)}`).join(", ")} }`;
    if (line.length <= longestLine && !line.includes("\n")) return line;
    const lines = aligned(pairs.map(([name, value]) => [name, this.value(value, inner)]));
    return ["{", ...lines.map((one) => `${inner}${one}`), `${indent}}`].join("\n");
  }

  /** Uses a module output that has exactly these values, or else lists them one by one. */
  private list({ items }: ListValue, indent: string): string {
    const references = items.filter((item) => item.kind === "reference");
    const [first] = references;
    const module = first && this.moduleOf(first);
    if (first && references.length === items.length && module !== this.module && parentOf(module!) === this.module) {
      const output = this.document.modules?.list(module!, references);
      if (output !== undefined) return `${localOf(module!, this.module)}.${output}`;
    }
    return `[${items.map((item) => this.value(item, indent)).join(", ")}]`;
  }

  private moduleOf({ to }: Reference): string {
    return this.graph.at(to)?.module ?? moduleOfAddress(addressOf(to));
  }

  private part(part: Value): string {
    if (part.kind === "literal") return quoted(String(part.value)).slice(1, -1);
    return part.kind === "template" ? part.parts.map((one) => this.part(one)).join("") : `\${${this.value(part)}}`;
  }

  /** All instances of one block, as a plan lists them; no other unknown list can be written. */
  private unknown({ expression, candidates, closed, whole }: Unknown): string {
    const [first] = candidates;
    if (!closed || !whole || !first) throw new Unwritable(`the value of ${expression}`);
    const blocks = new Set(candidates.map(({ to }) => blockAddress(addressOf(to))));
    const instances = this.graph.at(first.to);
    if (blocks.size > 1 || instances?.instance === undefined) throw new Unwritable(`the value of ${expression}`);
    if (instances.module !== this.module) throw new Unwritable(`the value of ${expression}`);
    const block = localOf([...blocks][0]!, blockAddress(this.module));
    const all = typeof instances.instance === "number" ? block : `values(${block})`;
    return `${all}[*].${first.attribute}`;
  }

  private reference(value: Reference): string {
    const { to } = value;
    const target = this.graph.at(to);
    if (target && target.document.name !== this.document.name) return this.elsewhere(target, value);
    const module = this.moduleOf(value);
    if (module === this.module) {
      const text = localOf(referenceText(value), module);
      if (!target && text.startsWith("data.aws_caller_identity.")) this.names.dataSources.add(text.split(".")[2]!);
      return text;
    }
    if (isWithin(module, this.module)) return this.fromWithin(value, module);
    const variable = this.document.modules?.variable(this.module, value);
    return `var.${variable ?? this.passed(value)}`;
  }

  /** A stack can't reference resources of another stack, so it needs the value or a variable. */
  private elsewhere(target: Resource, value: Reference): string {
    const known = this.graph.text(value);
    if (known !== undefined) return JSON.stringify(known);
    if (this.module !== "") return `var.${this.passed(value)}`;
    const { module, document } = this;
    const description = `${value.attribute} of ${target.address} in ${target.document.name}`;
    const variable = { module, name: nameOfVariable(target.name, value), description };
    return `var.${this.names.variable(variable, document.modules?.taken(module) ?? new Set())}`;
  }

  /** A new variable of this module, and the argument in its call. */
  private passed(value: Reference): string {
    const { module, document, graph } = this;
    const { modules } = document;
    if (!modules || !isLocalSource(modules.source(module))) {
      throw new Unwritable(`in ${module}, with ${referenceText(value)} as a variable`);
    }
    const argument = new HclWriter(graph, document, parentOf(module), this.names).value(value);
    const target = graph.at(value.to)?.name ?? addressOf(value.to).split(".").at(-1)!;
    return this.names.variable({ module, name: nameOfVariable(target, value), argument }, modules.taken(module));
  }

  /** Uses existing outputs from the outermost module on, and new ones for the rest. */
  private fromWithin(value: Reference, module: string): string {
    const { modules } = this.document;
    const levels: string[] = [];
    for (let at = module; at !== this.module; at = parentOf(at)) levels.push(at);
    const named = levels.map((level) => modules?.output(level, value));
    const last = named.reduce((found, name, at) => (name === undefined ? found : at), -1);
    let text = localOf(referenceText(value), module);
    levels.forEach((level, index) => {
      if (index < last) return;
      const existing = named[index];
      text = `${localOf(level, parentOf(level))}.${existing ?? this.newOutput(level, text)}`;
    });
    return text;
  }

  private newOutput(module: string, value: string): string {
    const { modules } = this.document;
    if (!modules || !isLocalSource(modules.source(module)))
      throw new Unwritable(`with an output of ${module} for ${value}`);
    return this.names.output(module, value, modules.taken(module));
  }
}

/** Whether the caller contains the module's folder, so that it can be edited. */
export function isLocalSource(source: string | undefined): boolean {
  return source !== undefined && /^\.\.?(?:\/|$)/.test(source);
}

export function addressOf(key: ResourceKey): string {
  return key.slice(key.indexOf("\0") + 1);
}

/** `module.store["a"]` of `module.store["a"].aws_efs_file_system.this`. */
export function moduleOfAddress(address: string): string {
  return /^((?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*)/.exec(address)![1]!.slice(0, -1);
}

/** One attribute or property per line. */
export function aligned(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...pairs.map(([name]) => name.length));
  return pairs.map(([name, text]) => `${name.padEnd(width)} = ${text}`);
}

/** Writes objects as blocks; `value` writes the contents of policies and containers. */
export function blocksIn(value: Value): readonly ObjectValue[] | undefined {
  if (value.kind === "object") return [value];
  if (value.kind !== "list" || value.items.length === 0) return undefined;
  const blocks = value.items.filter((item) => item.kind === "object");
  return blocks.length === value.items.length ? blocks : undefined;
}

function nameOfVariable(target: string, { attribute }: Reference): string {
  return `${target}_${attribute.split(".").at(-1)!}`;
}

function isEmpty(value: Value): boolean {
  return value.kind === "list" && value.items.length === 0 && !value.unknownRest;
}

function localOf(address: string, module: string): string {
  return module === "" ? address : address.slice(module.length + 1);
}

function keyText(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
