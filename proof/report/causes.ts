/**
 * The causes that prevent paths from mounting, each one once: hops that fail at the same resource, and hops that wait
 * for the same unknown value.
 */
import { type RuleId } from "../rules";
import { type HopName, type HopResult, type PathResult } from "../verdict";

/** A statement that one or several hops make. */
export interface Statement {
  readonly hops: readonly HopName[];
  readonly rule: RuleId;
  readonly resource: string;
  readonly location?: string;
  readonly detail: string;
  readonly fix?: string;
  readonly terraform?: string;
  readonly organization?: string;
  readonly settle?: string;
  /** Other resources with the same statement. */
  readonly alsoOf: readonly string[];
}

export interface Cause {
  /** From 1, in the order of the report. */
  readonly number: number;
  readonly verdict: "fails" | "unknown";
  /** The rule of the first statement, like `resource`. */
  readonly rule: RuleId;
  readonly resource: string;
  readonly location?: string;
  readonly statements: readonly Statement[];
  /** In the order of the report. */
  readonly paths: readonly PathResult[];
}

export interface Causes {
  readonly all: readonly Cause[];
  /** Only for a hop that does not pass. */
  of(hop: HopResult): Cause | undefined;
}

interface Met {
  readonly path: PathResult;
  readonly hop: HopResult;
}

/** Failing causes first, then those with more paths. */
export function causesOf(paths: readonly PathResult[]): Causes {
  const met = paths.flatMap((path) =>
    path.hops.filter(({ verdict }) => verdict !== "passes").map((hop): Met => ({ path, hop })),
  );
  const groups = joined(met).map((group) => ({ group, paths: [...new Set(group.map(({ path }) => path))] }));
  groups.sort((a, b) => badness(a.group) - badness(b.group) || b.paths.length - a.paths.length);
  const byHop = new Map<HopResult, Cause>();
  const all = groups.map((one, at): Cause => {
    const hops = one.group.map(({ hop }) => hop);
    const main = mainResource(hops);
    const statements = [...statementsOf(hops)].sort(
      (a, b) => Number(b.resource === main) - Number(a.resource === main),
    );
    const { rule, resource, location } = statements[0]!;
    const verdict = badness(one.group) === 0 ? "fails" : "unknown";
    const place = location === undefined ? {} : { location };
    const cause: Cause = { number: at + 1, verdict, rule, resource, ...place, statements, paths: one.paths };
    for (const { hop } of one.group) byHop.set(hop, cause);
    return cause;
  });
  return { all, of: (hop) => byHop.get(hop) };
}

function badness([first]: readonly Met[]): number {
  return first!.hop.verdict === "fails" ? 0 : 1;
}

/** The resource of most statements. */
function mainResource(hops: readonly HopResult[]): string {
  const details = new Map<string, Set<string>>();
  for (const { resource, detail } of hops) {
    const found = details.get(resource);
    if (found) found.add(detail);
    else details.set(resource, new Set([detail]));
  }
  return [...details].reduce((a, b) => (b[1].size > a[1].size ? b : a))[0];
}

/** Groups hops that share a key, directly or through other hops. */
function joined(met: readonly Met[]): Met[][] {
  const parents = met.map((_, at) => at);
  const root = (at: number): number => {
    let found = at;
    while (parents[found] !== found) found = parents[found]!;
    parents[at] = found;
    return found;
  };
  const firstOf = new Map<string, number>();
  for (const [at, one] of met.entries()) {
    for (const key of keysOf(one)) {
      const first = firstOf.get(key);
      if (first === undefined) firstOf.set(key, at);
      else parents[Math.max(root(at), root(first))] = Math.min(root(at), root(first));
    }
  }
  const groups = new Map<number, Met[]>();
  for (const [at, one] of met.entries()) {
    const group = groups.get(root(at));
    if (group) group.push(one);
    else groups.set(root(at), [one]);
  }
  return [...groups.values()];
}

/** A resource belongs to its stack; a resource outside the input is the same for every stack. */
function* keysOf({ path, hop }: Met): Iterable<string> {
  const { verdict, rule, resource, fix, settle } = hop;
  const isOutside = /^data\.|\.data\./.test(resource) || !/^[a-z][\w.[\]"-]*\.[a-z_]/i.test(resource);
  const stack = isOutside ? "" : path.stack;
  if (verdict === "fails") {
    yield JSON.stringify(["at", rule, resource, stack]);
    if (fix !== undefined) yield JSON.stringify(["fix", fix, hop.terraform ?? ""]);
    return;
  }
  yield JSON.stringify(["unknown", resource, stack]);
  if (settle !== undefined && namesSomething(settle)) yield JSON.stringify(["settle", settle]);
  yield JSON.stringify(["same", hop.hop, rule, pattern(hop.detail, resource), pattern(settle ?? "", resource)]);
}

/** `platform_version as a literal` for two services means two questions. */
function namesSomething(text: string): boolean {
  return /[a-z]\w*\.[a-z]|\b[a-z]+-[0-9a-f]{8}/.test(text);
}

function pattern(text: string, resource: string): string {
  return text.replaceAll(resource, "\0");
}

/** Each statement once, with all its hops and resources. */
function statementsOf(hops: readonly HopResult[]): Statement[] {
  const found = new Map<string, { first: HopResult; hops: Set<HopName>; others: Set<string> }>();
  for (const hop of hops) {
    const { resource, detail, fix, terraform, organization, settle } = hop;
    const words = [detail, fix, terraform, organization, settle].map((text) => pattern(text ?? "", resource));
    const key = JSON.stringify(words);
    const before = found.get(key);
    if (!before) found.set(key, { first: hop, hops: new Set([hop.hop]), others: new Set() });
    else {
      before.hops.add(hop.hop);
      if (resource !== before.first.resource) before.others.add(resource);
    }
  }
  return [...found.values()].map(({ first, hops: names, others }): Statement => {
    const { rule, resource, location, detail, fix, terraform, organization, settle } = first;
    return {
      hops: [...names],
      rule,
      resource,
      ...(location === undefined ? {} : { location }),
      detail,
      ...(fix === undefined ? {} : { fix }),
      ...(terraform === undefined ? {} : { terraform }),
      ...(organization === undefined ? {} : { organization }),
      ...(settle === undefined ? {} : { settle }),
      alsoOf: [...others],
    };
  });
}
