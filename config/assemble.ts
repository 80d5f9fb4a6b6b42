import { type Defaults, defaultsOf, isMapping, withDefaults } from "./apply-defaults";
import { type Path, quote } from "./errors";
import { type Finding } from "./finding";
import { includedSources } from "./included-sources";
import { orChoose } from "./nearest";
import { Origins } from "./origins";
import { defaults as defaultsSchema } from "./schema/defaults";
import { organization } from "./schema/organization";
import { parseWith } from "./schema-findings";
import { type Source } from "./source";

/** The mappings whose entries an included file may have. */
const mappings = ["accounts", "workloadVpcs", "workloads", "retired"] as const;

/**
 * An organization file together with the files that it includes, and with its defaults filled in: data as of one file, in
 * which each part knows where it is written.
 *
 * @throws ConfigError if an included file can't be read or is not YAML
 */
export function assembled(main: Source): Source {
  const { data } = main;
  if (!isMapping(data) || (data["include"] === undefined && data["defaults"] === undefined)) return main;
  const { sources, findings } = includedSources(main, data["include"]);
  const origins = new Origins(main);
  const defaults = defaultsOf(main, data["defaults"]);
  const whole: Record<string, unknown> = { ...data };
  withDefaults(whole, defaults, origins);
  const found = [
    ...findings,
    ...sources.flatMap((source) => new Inclusion(main, whole, defaults, origins).add(source)),
  ];
  return {
    file: main.file,
    data: whole,
    findings: [...main.findings, ...found],
    place: (path, at) => origins.place(path, at),
    textAt: (path) => origins.textAt(path),
    propertyLines: () => origins.linesOf(main),
    includedLines: () => new Map(sources.map((source) => [source.file, origins.linesOf(source)])),
  };
}

/** Adds the content of included files to the organization's data. */
class Inclusion {
  private readonly findings: Finding[] = [];

  constructor(
    private readonly main: Source,
    private readonly whole: Record<string, unknown>,
    private readonly defaults: readonly Defaults[],
    private readonly origins: Origins,
  ) {}

  /** @returns what is wrong with the file */
  add(source: Source): readonly Finding[] {
    const { data } = source;
    for (const { path, message, at } of source.findings) this.report(source, path, message, at);
    if (!isMapping(data)) {
      this.report(
        source,
        [],
        "should be a mapping with accounts, workloadVpcs, workloads, retired, assume or defaults",
      );
      return this.findings;
    }
    this.checkKeys(source, data);
    const part: Record<string, unknown> = {};
    for (const key of mappings) {
      if (isMapping(data[key])) part[key] = { ...data[key] };
      else if (key in data) this.report(source, [key], `should be a mapping, got ${kindOf(data[key])}`);
    }
    withDefaults(part, [...defaultsOf(source, data["defaults"]), ...this.defaults], this.origins);
    for (const key of mappings) this.addEntries(source, key, (part[key] ?? {}) as Record<string, unknown>);
    this.addAssumptions(source, data["assume"]);
    return this.findings;
  }

  private checkKeys(source: Source, data: Readonly<Record<string, unknown>>): void {
    const allowed: readonly string[] = [...mappings, "assume", "defaults"];
    for (const key of Object.keys(data)) {
      if (allowed.includes(key)) continue;
      const message = Object.hasOwn(organization.shape, key)
        ? `belongs in ${this.main.file}, which includes this file; move it there`
        : `unknown property${orChoose(key, allowed)}`;
      this.report(source, [key], message, "key");
    }
    if (!("defaults" in data)) return;
    const below = {
      ...source,
      data: withoutEmpty(data["defaults"]),
      findings: [],
      textAt: textBelow(source, "defaults"),
    };
    const parsed = parseWith(defaultsSchema, below);
    for (const { path, message, at } of parsed.findings) this.report(source, ["defaults", ...path], message, at);
  }

  private addEntries(source: Source, key: string, entries: Readonly<Record<string, unknown>>): void {
    const names = Object.keys(entries);
    const present = this.whole[key];
    // A value of another type in the organization file is reported by its schema.
    if (names.length === 0 || (present !== undefined && !isMapping(present))) return;
    const merged: Record<string, unknown> = { ...(present ?? {}) };
    for (const name of names) {
      if (Object.hasOwn(merged, name)) {
        const { file, line, column } = this.origins.place([key, name], "key");
        this.report(source, [key, name], `is also defined at ${file}:${line}:${column}; rename or remove one`, "key");
        continue;
      }
      merged[name] = entries[name];
      this.origins.add([key, name], source, [key, name]);
    }
    this.whole[key] = merged;
  }

  private addAssumptions(source: Source, added: unknown): void {
    if (added === undefined) return;
    if (!Array.isArray(added)) {
      this.report(source, ["assume"], `should be a list, got ${kindOf(added)}`);
      return;
    }
    const present = this.whole["assume"] ?? [];
    if (!Array.isArray(present)) return;
    added.forEach((_, index) => this.origins.add(["assume", present.length + index], source, ["assume", index]));
    this.whole["assume"] = [...(present as unknown[]), ...(added as unknown[])];
  }

  private report(source: Source, path: Path, message: string, at?: "key" | "value"): void {
    this.findings.push({ path: [], message, place: source.place(path, at) });
  }
}

/** Without the defaults of the organization file that a file leaves out, which have no value. */
function withoutEmpty(defaults: unknown): unknown {
  if (!isMapping(defaults)) return defaults;
  const kinds = Object.entries(defaults).map(([kind, of]) => [
    kind,
    isMapping(of) ? Object.fromEntries(Object.entries(of).filter(([, value]) => value !== null)) : of,
  ]);
  return Object.fromEntries(kinds);
}

function textBelow(source: Source, key: string): Source["textAt"] {
  return (path) => source.textAt([key, ...path]);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing; fill it in or remove it";
  if (Array.isArray(value)) return "a list";
  return isMapping(value) ? "a mapping" : quote(String(value));
}
