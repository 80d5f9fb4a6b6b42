import type * as z from "zod";

import { knownRegions } from "./aws";
import { type Path, quote } from "./errors";
import { type Finding } from "./finding";
import { didYouMean, listed, nearest, orChoose } from "./nearest";
import { type Organization } from "./organization";
import { organization } from "./schema/organization";
import { SchemaObjects } from "./schema-objects";
import { type Source } from "./source";
import { withheld } from "./withheld";

type Issue = z.core.$ZodIssue;
type UnionIssue = Extract<Issue, { errors: Issue[][] }>;

/** Validates the file against the schema: returns the organization or all problems. */
export type Parsed = { organization: Organization; findings: readonly [] } | { findings: readonly Finding[] };

export function parseOrganization(source: Source): Parsed {
  const parsed = parseWith(organization, source);
  return "data" in parsed ? { organization: parsed.data, findings: [] } : parsed;
}

/** The result of validating a file. */
export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  source: Source,
): { data: z.output<Schema>; findings: readonly [] } | { findings: readonly Finding[] } {
  const objects = new SchemaObjects(schema);
  const result = schema.safeParse(source.data, { error: objects.remember });
  if (result.success) return { data: result.data, findings: [] };
  const translation = new Translation(source, objects);
  const findings = result.error.issues.flatMap((issue) => translation.findings(issue, []));
  // A property that is missing because of a YAML error or a misspelled key is reported once.
  const misspelt = findings.flatMap(({ path, meant }) => (meant === undefined ? [] : [[...path.slice(0, -1), meant]]));
  const known = new Set([...source.findings.map(({ path }) => path), ...misspelt].map((path) => JSON.stringify(path)));
  const secondary = ({ path }: Finding) => valueAt(source.data, path) === undefined && known.has(JSON.stringify(path));
  return { findings: findings.filter((finding) => !secondary(finding)) };
}

class Translation {
  constructor(
    private readonly source: Source,
    private readonly objects: SchemaObjects,
  ) {}

  /** @param above the path of the union that the issue is in; the issue's own path is relative to it */
  findings(issue: Issue, above: Path): Finding[] {
    const path = [...above, ...(issue.path as Path)];
    if (issue.code === "unrecognized_keys") return this.unknownKeys(issue, path);
    if (issue.code === "invalid_key") {
      const key = path[path.length - 1];
      return [
        { path, at: "key", message: `${issue.issues[0]?.message ?? "should be a name"}, got ${quote(String(key))}` },
      ];
    }
    if (issue.code === "invalid_union" && issue.errors.length > 0) {
      const branch = this.likeliestBranch(issue, path);
      if (branch !== undefined) return branch;
    }
    const undecided = issue.code === "invalid_union" && "discriminator" in issue;
    return [{ path, message: this.message(issue, path), ...(undecided && { undecided }) }];
  }

  private unknownKeys(issue: Extract<Issue, { code: "unrecognized_keys" }>, path: Path): Finding[] {
    const { keys, rivals } = this.objects.of(issue.keys);
    const present = Object.keys((this.valueAt(path) ?? {}) as object);
    return issue.keys.map((key) => {
      const place = { path: [...path, key], at: "key" as const };
      const rival = rivals.find((other) => other.keys.includes(key));
      if (rival?.chosenBy !== undefined) return { ...place, message: `goes with ${rival.chosenBy} only` };
      const clashes = keys.filter((own) => rival !== undefined && present.includes(own) && !rival.keys.includes(own));
      if (clashes.length > 0) {
        const others = listed(clashes.map((clash) => `'${clash}'`));
        return { ...place, message: `can't be combined with ${others}; keep one or the other` };
      }
      const reason = withheld(key, keys);
      if (reason !== undefined) return { ...place, message: `unknown property: ${reason}` };
      return { ...place, message: `unknown property${orChoose(key, keys)}`, meant: nearest(key, keys) };
    });
  }

  /** The branch of the union that best matches the written keys, or nothing if no branch accepts the value's type. */
  private likeliestBranch(issue: UnionIssue, path: Path): Finding[] | undefined {
    const missing = (error: Issue) =>
      error.path.length === 1 && this.valueAt([...path, ...(error.path as Path)]) === undefined;
    const unlikeliness = (errors: readonly Issue[]) =>
      errors.reduce((sum, error) => {
        if (error.code === "unrecognized_keys" && error.path.length === 0) return sum + 2 * error.keys.length;
        return sum + (missing(error) ? 1 : 0);
      }, 0);
    const [best] = issue.errors
      .filter((errors) => !errors.some((error) => error.code === "invalid_type" && error.path.length === 0))
      .sort((a, b) => unlikeliness(a) - unlikeliness(b) || a.length - b.length);
    return best?.flatMap((error) => this.findings(error, path));
  }

  private message(issue: Issue, path: Path): string {
    const value = this.valueAt(path);
    const expected = expectation(issue);
    if (value === undefined) return `is missing; it ${expected}`;
    const got = this.wantsText(issue) && isBare(value) ? `the ${typeof value} ` : "";
    return `${expected}, got ${got}${this.got(value, path)}${this.advice(issue, value, path)}`;
  }

  private got(value: unknown, path: Path): string {
    if (value === null) return "nothing";
    if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
    if (typeof value === "object") return "a mapping";
    return typeof value === "string" ? quote(value) : this.written(value, path);
  }

  private advice(issue: Issue, value: unknown, path: Path): string {
    if (value === null) return "; fill it in or remove it";
    const options = choices(issue);
    const written = this.written(value, path);
    const wantsQuotes = this.wantsText(issue) || options.includes(written);
    if (isBare(value) && wantsQuotes) return this.isRefused(path, written) ? "" : `; put it in quotes: "${written}"`;
    if (typeof value === "number") return nearestNumber(value, options);
    const candidates = path[path.length - 1] === "region" ? knownRegions : options;
    return typeof value === "string" ? didYouMean(value, candidates) : "";
  }

  /** Whether the schema would refuse this text as the value: 13 digits are not an account id even in quotes. */
  private isRefused(path: Path, text: string): boolean {
    const data = structuredClone(this.source.data);
    const parent = valueAt(data, path.slice(0, -1));
    const last = path[path.length - 1];
    if (typeof parent !== "object" || parent === null || last === undefined) return false;
    (parent as Record<string | number, unknown>)[last] = text;
    const { error } = organization.safeParse(data);
    const place = JSON.stringify(path);
    return error !== undefined && error.issues.some((issue) => JSON.stringify(issue.path) === place);
  }

  private wantsText(issue: Issue): boolean {
    return issue.code === "invalid_type" && issue.expected === "string";
  }

  /** The value as written in the file: YAML reads 012345678901 as 12345678901. */
  private written(value: unknown, path: Path): string {
    return quote(this.source.textAt(path) ?? asText(value)).slice(1, -1);
  }

  private valueAt(path: Path): unknown {
    return valueAt(this.source.data, path);
  }
}

/** A value that YAML does not read as text unless it is quoted. */
function isBare(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean";
}

/** Reads own properties only, since a file may contain a key such as `constructor`. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const segment of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string | number, unknown>)[segment];
  }
  return value;
}

const types: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

/** "should be …", in the schema's own words if it has any. */
function expectation(issue: Issue): string {
  if (issue.message.startsWith("should ")) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return `should be ${types[issue.expected] ?? issue.expected}`;
    case "too_small":
      return `should ${measure(issue.origin, "at least", Number(issue.minimum))}`;
    case "too_big":
      return `should ${measure(issue.origin, "at most", Number(issue.maximum))}`;
    default: {
      const values = choices(issue);
      if (values.length === 0 && issue.code === "invalid_union") return alternatives(issue);
      return values.length === 1 ? `should be ${values[0]}` : `should be one of ${listed(values, "or")}`;
    }
  }
}

/** The values that the branches of a union accept, if no branch accepts the value's type. */
function alternatives(issue: UnionIssue): string {
  const texts = issue.errors.flatMap((errors) =>
    errors.slice(0, 1).map((error) => expectation(error).replace("should be ", "")),
  );
  return `should be ${[...new Set(texts)].join(", or ")}`;
}

function measure(origin: string, bound: string, limit: number): string {
  if (origin === "string") return `have ${bound} ${limit} characters`;
  if (origin === "array") return `have ${bound} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  return `be ${bound} ${limit}`;
}

function nearestNumber(value: number, options: readonly string[]): string {
  const numbers = options.filter((option) => Number.isFinite(Number(option)));
  const [best] = numbers.sort((a, b) => Math.abs(Number(a) - value) - Math.abs(Number(b) - value));
  return best === undefined ? "" : `; the nearest is ${best}`;
}

function choices(issue: Issue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code !== "invalid_union") return [];
  if ("options" in issue && Array.isArray(issue.options)) return issue.options.map(String);
  return issue.errors.flatMap((errors) => errors.flatMap(choices));
}

/** Also works for a list or mapping whose members are objects without a prototype. */
function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
