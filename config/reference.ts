import { stringify } from "yaml";

import { changeInWords, type ChangesByProperty } from "./changes";
import { type JsonSchema } from "./json-schema";

/**
 * Writes the reference of the file's properties as Markdown: one table per mapping, in the order of the schema. @param
 * changes what a change of each property does
 */
export function organizationReference(root: JsonSchema, changes: ChangesByProperty): string {
  const reference = new Reference(changes);
  reference.add("", root);
  return `${[...introduction, ...reference.lines].join("\n").trimEnd()}\n`;
}

/** The heading of the section for a mapping, by its properties as JSON. */
export function mappingHeadings(root: JsonSchema): ReadonlyMap<string, string> {
  const reference = new Reference({});
  reference.add("", root);
  return reference.places;
}

const introduction = [
  "# organization.yaml",
  "",
  "<!-- Written by `npm run docs` from config/schema; edit there. -->",
  "",
  "Every property of the file, one table per mapping. `<name>` is a name of your own: lower-case letters, digits and hyphens,",
  "beginning with a letter, 32 characters at most. Rule IDs in parentheses, such as (DNS-03), are those that the proof and",
  "the messages use.",
  "",
  "The first line of the file, `# yaml-language-server: $schema=./organization.schema.json`, lets editors complete and check",
  "it. `npm run synth` reports every mistake at once, each with its line and column; `npm run synth -- --config FILE` reads",
  "another file. Anchors, aliases and merge keys (`<<`) work.",
  "",
  "*A change* says what the next apply does when this property alone changes. `npm run test:changes` plans each change with",
  "the real AWS provider. *In place* updates, creates or removes resources, and replaces none. *New task revision* means that ECS",
  "starts tasks of the new task definition and then stops the old ones. A replaced resource is destroyed and created again,",
  "in this order unless the table says otherwise. The order of entries never matters, except where the text says so.",
  "",
];

class Reference {
  readonly lines: string[] = [];
  /** The heading of a mapping that already has a section, by its properties. */
  readonly places = new Map<string, string>();

  constructor(private readonly changes: ChangesByProperty) {}

  /** Writes the section of a mapping, and the sections of the mappings in it. */
  add(path: string, schema: JsonSchema): void {
    const heading = [
      path === "" ? "The file" : `\`${path}\``,
      ...(path !== "" && schema.title ? [schema.title] : []),
    ].join(": ");
    this.places.set(JSON.stringify(schema.properties), heading);
    this.lines.push(`## ${heading}`, "");
    if (schema.description !== undefined && path !== "") this.lines.push(schema.description, "");
    this.lines.push("| property | takes | default | a change | |", "|---|---|---|---|---|");
    const properties = Object.entries(schema.properties ?? {});
    for (const [name, property] of properties) {
      const change = this.changes[heading]?.[name] ?? "";
      this.lines.push(`| ${row(name, property, schema.required?.includes(name) ?? false, changeInWords(change))} |`);
    }
    this.lines.push("");
    const [example] = schema.examples ?? [];
    if (example !== undefined) this.lines.push("```yaml", stringify(example).trimEnd(), "```", "");
    for (const [name, property] of properties) this.addBelow(path === "" ? name : `${path}.${name}`, property);
  }

  private addBelow(path: string, schema: JsonSchema): void {
    // Defaults have the properties of the parts that take them.
    if (path.startsWith("defaults.")) return;
    if (schema.properties !== undefined) {
      const place = this.places.get(JSON.stringify(schema.properties));
      if (place === undefined) this.add(path, schema);
      else if (place !== `\`${path}\``) this.lines.push(`## \`${path}\``, "", `As [${place}](#${anchor(place)}).`, "");
      return;
    }
    for (const branch of branchesOf(schema)) this.addBelow(path, branch);
    if (schema.items !== undefined) this.addBelow(`${path}[]`, schema.items);
    if (typeof schema.additionalProperties === "object") {
      this.addBelow(`${path}.${keyName(schema)}`, schema.additionalProperties);
    }
  }
}

function row(name: string, schema: JsonSchema, required: boolean, change: string): string {
  const fallback = schema.default === undefined ? (required ? "required" : "") : code(schema.default);
  const examples = needsExamples(schema) ? (schema.examples ?? []).map(code) : [];
  const description = [schema.description ?? "", ...(examples.length > 0 ? [`E.g. ${examples.join(", ")}.`] : [])];
  return [`\`${name}\``, takes(schema), fallback, change, description.join(" ")]
    .map((cell) => cell.replaceAll("|", "\\|"))
    .join(" | ");
}

/** A short description of the values that are allowed. */
function takes(schema: JsonSchema): string {
  const branches = branchesOf(schema);
  if (branches.length > 0) return [...new Set(branches.map(takes))].join(" or ");
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  switch (schema.type) {
    case "object":
      if (typeof schema.additionalProperties !== "object") return "mapping";
      return `mapping of \`${keyName(schema)}\` to ${takes(schema.additionalProperties)}`;
    case "array":
      return `list of ${takes(schema.items ?? {})}`;
    case "string":
      return schema.patternErrorMessage === undefined ? "text" : expected(schema.patternErrorMessage);
    case "integer":
      return `whole number${bounds(schema)}`;
    case "boolean":
      return "`true`, `false`";
    default:
      return schema.type ?? "";
  }
}

/** The beginning of an expectation; the examples and reasons come after it. */
function expected(message: string): string {
  return message
    .replace(/^should be (an? |the )?/, "")
    .replace(/(, such as|:| that | \(|, with | in quotes| of lower-case).*$/, "");
}

function bounds({ minimum, maximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` from ${minimum}`;
  return maximum === undefined ? "" : ` to ${maximum}`;
}

/** The placeholder for the keys of a mapping: zones, paths, variables, or user-defined names. */
function keyName({ propertyNames }: JsonSchema): string {
  const kind = expected(propertyNames?.patternErrorMessage ?? "");
  if (kind.includes("Zone")) return "<zone>";
  if (kind.includes("path")) return "<path>";
  return "<name>";
}

function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [];
}

/** No example if all values are listed, or if the example would be too wide for the table. */
function needsExamples(schema: JsonSchema): boolean {
  if (schema.type === "boolean" || schema.enum !== undefined || schema.const !== undefined) return false;
  return (schema.examples ?? []).every((example) => JSON.stringify(example).length <= 90);
}

function code(value: unknown): string {
  return `\`${stringify(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trimEnd()}\``;
}

/** The anchor that GitHub generates for a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, "")
    .replaceAll(" ", "-");
}
