/** Writes a stack's Terraform JSON as HCL, laid out as `terraform fmt` does. */
import { type Blocks } from "./blocks";
import { bodiesOf, entriesOf, isObject, type JsonObject } from "./json-object";
import { keyText, templateText } from "./template";

/** @param address such as `aws_vpc.network`, `data.aws_subnet.a` and `provider.aws` */
export type BlocksByAddress = (address: string) => Blocks;

/** Arguments whose strings are references, not text. */
const references = new Set(["depends_on", "provider", "ignore_changes", "replace_triggered_by"]);

const sections = ["terraform", "provider", "locals", "variable", "data", "resource", "moved", "output"];

/**
 * @param stack Terraform JSON without tokens
 * @throws Error if the stack has a kind of block that is not known here
 */
export function hclOf(stack: JsonObject, blocksOf: BlocksByAddress): string {
  const unknown = Object.keys(stack).find((name) => name !== "//" && !sections.includes(name));
  if (unknown !== undefined) throw new Error(`'${unknown}' can't be written as HCL`);
  return sections
    .flatMap((section) => bodiesOf(stack[section]).flatMap((body) => blocksIn(section, body, blocksOf)))
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function blocksIn(section: string, body: JsonObject, blocksOf: BlocksByAddress): string[][] {
  switch (section) {
    case "terraform":
      return [terraformBlock(body)];
    case "locals":
      return [block("locals", body, {})];
    case "moved":
      return [["moved {", ...["from", "to"].map((end) => `  ${end.padEnd(4)} = ${String(body[end])}`), "}"]];
    case "provider":
      return entriesOf(body).flatMap(([name, each]) =>
        bodiesOf(each).map((settings) => block(`provider "${name}"`, settings, blocksOf(`provider.${name}`))),
      );
    case "resource":
    case "data": {
      const prefix = section === "data" ? "data." : "";
      return entriesOf(body).flatMap(([type, named]) =>
        entriesOf(named).map(([name, each]) =>
          block(`${section} "${type}" "${name}"`, each, blocksOf(`${prefix}${type}.${name}`)),
        ),
      );
    }
    default:
      return entriesOf(body).map(([name, each]) => block(`${section} "${name}"`, each, {}));
  }
}

/** The only block whose blocks have labels of their own. */
function terraformBlock(body: JsonObject): string[] {
  const { required_providers, backend, cloud, ...others } = body;
  const inner = [
    ...bodyLines(others, {}, "  "),
    ...bodiesOf(required_providers).map((providers) => block("required_providers", providers, {}, "  ")),
    ...entriesOf(backend).map(([name, settings]) => block(`backend "${name}"`, settings, {}, "  ")),
    ...bodiesOf(cloud).map((settings) => block("cloud", settings, { workspaces: {} }, "  ")),
  ];
  return ["terraform {", ...inner.flat(), "}"];
}

function block(header: string, body: unknown, blocks: Blocks, indent = ""): string[] {
  const lines = bodyLines(body, blocks, `${indent}  `);
  return lines.length === 0 ? [`${indent}${header} {`, `${indent}}`] : [`${indent}${header} {`, ...lines, `${indent}}`];
}

/** Arguments first, then blocks with an empty line before each. */
function bodyLines(body: unknown, blocks: Blocks, indent: string): string[] {
  const entries = entriesOf(body);
  const isBlock = ([name, value]: [string, unknown]) =>
    Object.hasOwn(blocks, name) && (isObject(value) || (Array.isArray(value) && value.every(isObject)));
  const lines = assignments(
    entries.filter((entry) => !isBlock(entry)).map(([name, value]) => [name, argument(name, value, indent)]),
    indent,
  );
  for (const [name, value] of entries.filter(isBlock)) {
    for (const each of bodiesOf(value)) {
      if (lines.length > 0) lines.push("");
      lines.push(...block(name, each, blocks[name] ?? {}, indent));
    }
  }
  return lines;
}

function argument(name: string, value: unknown, indent: string): string {
  if (!references.has(name)) return valueText(value, indent);
  return Array.isArray(value) ? `[${value.map(reference).join(", ")}]` : reference(value);
}

function reference(value: unknown): string {
  return String(value).replace(/^\$\{(.*)\}$/s, "$1");
}

function valueText(value: unknown, indent: string): string {
  if (typeof value === "string") return templateText(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item) => valueText(item, inner));
    if (!value.some((item) => typeof item === "object")) return `[${items.join(", ")}]`;
    return ["[", ...items.map((item) => `${inner}${item},`), `${indent}]`].join("\n");
  }
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return "{}";
  const pairs = entries.map(([key, each]) => [keyText(key), valueText(each, inner)] as const);
  return ["{", ...assignments(pairs, inner), `${indent}}`].join("\n");
}

/** `=` stands below `=` in neighboring lines; a value of several lines ends the group. */
function assignments(pairs: readonly (readonly [string, string])[], indent: string): string[] {
  const lines: string[] = [];
  let group: (readonly [string, string])[] = [];
  const close = () => {
    const width = Math.max(0, ...group.map(([name]) => [...name].length));
    lines.push(...group.map(([name, text]) => `${indent}${name.padEnd(width)} = ${text}`));
    group = [];
  };
  for (const pair of pairs) {
    if (pair[1].includes("\n")) {
      close();
      lines.push(`${indent}${pair[0]} = ${pair[1]}`);
    } else group.push(pair);
  }
  close();
  return lines;
}
