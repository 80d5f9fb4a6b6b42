import * as z from "zod";

import { type Path, quote } from "./errors";
import { didYouMean, listed } from "./nearest";
import { type Organization } from "./organization";
import { organization } from "./schema/organization";
import { type Finding, type Source } from "./source";

type Issue = z.core.$ZodIssue;
type UnionIssue = Extract<Issue, { errors: Issue[][] }>;

/** What the schema makes of the file: the organization, or everything that keeps it from being one. */
export type Parsed = { organization: Organization; findings: readonly [] } | { findings: readonly Finding[] };

export function parseOrganization(source: Source): Parsed {
  const schemas = new Schemas();
  const result = organization.safeParse(source.data, { error: schemas.remember });
  if (result.success) return { organization: result.data, findings: [] };
  const translation = new Translation(source, schemas);
  return { findings: result.error.issues.flatMap((issue) => translation.findings(issue, [])) };
}

/** Zod's issues don't say which schema they come from; its error hook does, by the arrays that end up in the issue. */
class Schemas {
  private readonly keysOf = new WeakMap<object, string[]>();
  private readonly branchesOf = new WeakMap<object, string[][]>();

  readonly remember = (issue: z.core.$ZodRawIssue): undefined => {
    if (issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodObject) {
      this.keysOf.set(issue.keys, Object.keys(issue.inst.shape));
    }
    if (issue.code === "invalid_union" && issue.inst instanceof z.ZodUnion) {
      const branches = issue.inst.options.map((option) =>
        option instanceof z.ZodObject ? Object.keys(option.shape) : [],
      );
      this.branchesOf.set(issue.errors, branches);
    }
  };

  keys(issue: Extract<Issue, { code: "unrecognized_keys" }>): string[] {
    return this.keysOf.get(issue.keys) ?? [];
  }

  branches(issue: UnionIssue): string[][] {
    return this.branchesOf.get(issue.errors) ?? [];
  }
}

class Translation {
  constructor(
    private readonly source: Source,
    private readonly schemas: Schemas,
  ) {}

  /**
   * @param above the path of the union that the issue is in; its own path begins there
   * @param otherKeys the keys that only other branches of that union have
   */
  findings(issue: Issue, above: Path, otherKeys: readonly string[] = []): Finding[] {
    const path = [...above, ...(issue.path as Path)];
    if (issue.code === "unrecognized_keys") return this.unknownKeys(issue, path, otherKeys);
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
    return [{ path, message: this.message(issue, path) }];
  }

  private unknownKeys(
    issue: Extract<Issue, { code: "unrecognized_keys" }>,
    path: Path,
    otherKeys: readonly string[],
  ): Finding[] {
    const known = this.schemas.keys(issue);
    const present = Object.keys((this.valueAt(path) ?? {}) as object);
    return issue.keys.map((key) => {
      const clash = otherKeys.includes(key) ? present.find((other) => known.includes(other)) : undefined;
      const advice = didYouMean(
        key,
        known.filter((other) => !present.includes(other)),
      );
      const message = clash
        ? `does not go together with ${listed(this.exclusive(present, known, issue.keys))}; keep one or the other`
        : `is no property here${advice || `; there is ${listed(known)}`}`;
      return { path: [...path, key], at: "key" as const, message };
    });
  }

  private exclusive(present: readonly string[], known: readonly string[], unknown: readonly string[]): string[] {
    return present.filter((key) => known.includes(key) && !unknown.includes(key)).map((key) => `'${key}'`);
  }

  /** The branch that the keys written speak for; nothing if the value is of no branch's type. */
  private likeliestBranch(issue: UnionIssue, path: Path): Finding[] | undefined {
    const branches = this.schemas.branches(issue);
    const candidates = issue.errors
      .map((errors, index) => ({ errors, keys: branches[index] ?? [] }))
      .filter(({ errors }) => !errors.some(({ code, path: at }) => code === "invalid_type" && at.length === 0));
    const unlikeliness = ({ errors }: { errors: Issue[] }) => {
      const foreign = errors.flatMap((error) =>
        error.code === "unrecognized_keys" && error.path.length === 0 ? error.keys : [],
      );
      const missing = errors.filter(
        (error) => error.path.length === 1 && this.valueAt([...path, ...(error.path as Path)]) === undefined,
      );
      return 2 * foreign.length + missing.length;
    };
    const [best] = candidates.sort((a, b) => unlikeliness(a) - unlikeliness(b) || a.errors.length - b.errors.length);
    if (best === undefined) return undefined;
    const otherKeys = branches.flat().filter((key) => !best.keys.includes(key));
    return best.errors.flatMap((error) => this.findings(error, path, otherKeys));
  }

  private message(issue: Issue, path: Path): string {
    const value = this.valueAt(path);
    const expected = expectation(issue);
    if (value === undefined) return `is missing; it ${expected}`;
    return `${expected}, got ${this.got(value, path)}${this.advice(issue, value, path)}`;
  }

  private got(value: unknown, path: Path): string {
    if (value === null) return "nothing";
    if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
    if (typeof value === "object") return "a mapping";
    return typeof value === "string" ? quote(value) : `the ${typeof value} ${this.written(value, path)}`;
  }

  private advice(issue: Issue, value: unknown, path: Path): string {
    if (value === null) return "; fill it in or remove it";
    const wantsText = issue.code === "invalid_type" && issue.expected === "string";
    if (wantsText && typeof value !== "object") return `; put it in quotes: "${this.written(value, path)}"`;
    return typeof value === "string" ? didYouMean(value, choices(issue)) : "";
  }

  /** As it stands in the file: YAML makes 12345678901 of 012345678901. */
  private written(value: unknown, path: Path): string {
    return quote(this.source.textAt(path) ?? String(value)).slice(1, -1);
  }

  private valueAt(path: Path): unknown {
    return valueAt(this.source.data, path);
  }
}

/** Own properties only: a file may name things `constructor`. */
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

/** "should be …", from the schema's own words where it has any. */
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
      return values.length === 1 ? `should be ${values[0]}` : `should be one of ${listed(values, "or")}`;
    }
  }
}

function measure(origin: string, bound: string, limit: number): string {
  if (origin === "string") return `have ${bound} ${limit} characters`;
  if (origin === "array") return `have ${bound} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  return `be ${bound} ${limit}`;
}

function choices(issue: Issue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code !== "invalid_union") return [];
  if ("options" in issue && Array.isArray(issue.options)) return issue.options.map(String);
  return issue.errors.flatMap((errors) => errors.flatMap(choices));
}
