/** Tries fixes on the graph: only one that was seen to turn its hop is ever told. */
import { Facts } from "../facts";
import { type Change } from "../graph/graph";
import { type MountPath } from "../workloads/mount-path";
import { mountPaths } from "../workloads/mount-paths";
import { type Fix, type Hop, type HopAnswer } from "./hop";
import { hops } from "./index";
import { look } from "./look";
import { organizationOf } from "./organization";

/** Several things may be missing at once; more than this are no fix but a rewrite. */
const longestChain = 6;

export interface ToldFix {
  readonly fix?: string;
  readonly terraform?: string;
  readonly organization?: string;
}

export class FixTrial {
  /** Facts of graphs with fixes, by what these change: one fix is often that of many paths. */
  private readonly tried = new Map<string, Facts>();
  /** By answer, which paths may share. */
  private readonly told = new WeakMap<HopAnswer, ToldFix>();

  constructor(private readonly facts: Facts) {}

  fixOf(path: MountPath, hop: Hop, answer: HopAnswer): ToldFix {
    if (answer.verdict !== "fails" || answer.fixes.length === 0) return {};
    let told = this.told.get(answer);
    if (!told) this.told.set(answer, (told = this.tell(path, this.turning(path, hop, answer))));
    return told;
  }

  /** The first of the fixes that turns the hop: by itself if any does, else with what turns out to be missing then. */
  turning(path: MountPath, hop: Hop, answer: HopAnswer): Fix | undefined {
    if (answer.verdict !== "fails") return undefined;
    for (const longest of [1, longestChain]) {
      for (const fix of answer.fixes) {
        if (!isPossible(fix)) continue;
        const found = this.turn(path, hop, answer, fix, longest);
        if (found) return found;
      }
    }
    return undefined;
  }

  /** The fix, and what else turns out to be missing once it is made; undefined where the hop doesn't turn. */
  private turn(path: MountPath, hop: Hop, before: HopAnswer, first: Fix, longest: number): Fix | undefined {
    let fix = first;
    let last = before;
    const made = new Set([first.description]);
    for (let length = 1; length <= longest; length++) {
      const facts = this.factsWith(fix);
      const after = [...mountPaths(facts, path.workload.id)].find(({ id }) => id === path.id);
      const answer = after && look(hop, after, facts);
      if (!answer || answer.verdict === "unknown") return undefined;
      if (answer.verdict === "passes") return this.breaks(path, after, facts) ? undefined : fix;
      if (isSame(answer, last)) return undefined;
      last = answer;
      const next = answer.fixes.find(({ description }) => !made.has(description));
      if (!next) return undefined;
      made.add(next.description);
      fix = joined(fix, next);
    }
    return undefined;
  }

  /** Whether any hop fails that did not fail before. */
  private breaks(before: MountPath, after: MountPath, facts: Facts): boolean {
    return hops.some(
      (hop) => look(hop, after, facts)?.verdict === "fails" && look(hop, before, this.facts)?.verdict !== "fails",
    );
  }

  private tell(path: MountPath, fix: Fix | undefined): ToldFix {
    if (!fix) return {};
    const { description, terraform, changes } = fix;
    const organization = organizationOf(this.facts.graph, path, changes);
    return { fix: description, ...(terraform ? { terraform } : {}), ...(organization ? { organization } : {}) };
  }

  private factsWith({ description, changes }: Fix): Facts {
    const touched = changes.map((change) => keyOf(change));
    const key = [description, ...touched].join("\n");
    let facts = this.tried.get(key);
    if (!facts) this.tried.set(key, (facts = new Facts(this.facts.graph.with(changes))));
    return facts;
  }
}

/** What a data source has read is not there to be changed, other than a policy document, which is written here. */
function isPossible({ changes }: Fix): boolean {
  return changes.every((change) => {
    if (change.kind !== "set" || change.resource.mode === "managed") return true;
    return change.resource.type === "aws_iam_policy_document";
  });
}

/** A step that leaves what is wrong as it was is no step. */
function isSame(a: HopAnswer, b: HopAnswer): boolean {
  return a.rule === b.rule && a.resource === b.resource && a.detail === b.detail;
}

function joined(first: Fix, second: Fix): Fix {
  const both = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined ? [a, b] : undefined;
  return {
    description: `${first.description}; ${second.description}`,
    terraform: both(first.terraform, second.terraform)?.join("\n\n"),
    changes: [...first.changes, ...second.changes],
  };
}

function keyOf(change: Change): string {
  if (change.kind === "output") return `${change.output.document.name} ${change.output.name}`;
  return (change.kind === "add" ? change.beside : change.resource).key;
}
