/** Tries fixes on the graph: only a fix that makes its hop pass is printed. */
import { notDeleted } from "../aws/attributes/block";
import { Facts } from "../facts";
import { type Change, type Graph } from "../graph/graph";
import { blockAddress } from "../graph/module-names";
import { writeChanges } from "../hcl/fix-hcl";
import { type Fix, type HopAnswer } from "../hop-answer";
import { hops } from "../hops";
import { evaluateHop } from "../hops/evaluate";
import { type Hop } from "../hops/hop";
import { type MountPath } from "../workloads/mount-path";
import { mountPaths } from "../workloads/mount-paths";
import { isCycle } from "./dependency-cycle";
import { organizationOf } from "./organization-fix";
import { Claims } from "./reserved-names";

/** Several things may be missing at once; a fix with more steps than this is not useful. */
const longestChain = 6;

export interface ReportedFix {
  readonly fix?: string;
  readonly terraform?: string;
  readonly organization?: string;
}

export class FixTrial {
  /** Facts of fixed graphs, by their changes: many paths share one fix. */
  private readonly tried = new Map<string, Facts>();
  /** By answer, because paths share answers. */
  private readonly reported = new WeakMap<HopAnswer, ReportedFix>();
  /** By description and changes, because several answers share a fix. */
  private readonly reportedByChanges = new Map<string, ReportedFix>();
  private readonly claims: Claims;
  private readonly outputs = new Set<string>();

  constructor(private readonly facts: Facts) {
    this.claims = new Claims(facts.graph);
  }

  fixOf(path: MountPath, hop: Hop, answer: HopAnswer): ReportedFix {
    if (answer.verdict !== "fails" || answer.fixes.length === 0) return {};
    let reported = this.reported.get(answer);
    if (!reported) this.reported.set(answer, (reported = this.report(path, this.turning(path, hop, answer))));
    return reported;
  }

  /**
   * The first fix that makes the hop pass, alone or with the next missing change. The second choice is a fix that
   * leaves something else unknown; the last is a fix that can't be written as HCL.
   */
  turning(path: MountPath, hop: Hop, answer: HopAnswer): Fix | undefined {
    if (answer.verdict !== "fails") return undefined;
    let [leaving, unwritable]: (Fix | undefined)[] = [];
    for (const longest of [1, longestChain]) {
      for (const fix of answer.fixes) {
        if (!isPossible(fix) || isCycle(this.facts.graph, fix.changes)) continue;
        const found = this.turn(path, hop, answer, fix, longest);
        if (!found) continue;
        if (writeChanges(this.facts.graph, found.changes).instead !== undefined) unwritable ??= found;
        else if (found.leaves !== undefined) leaving ??= found;
        else return found;
      }
    }
    return leaving ?? unwritable;
  }

  /** The fix together with what else turns out to be missing; undefined if the hop still fails. */
  private turn(path: MountPath, hop: Hop, before: HopAnswer, first: Fix, longest: number): Fix | undefined {
    let fix = first;
    let last = before;
    const made = new Set([first.description]);
    for (let length = 1; length <= longest; length++) {
      const facts = this.factsWith(fix);
      const after = mountPaths(facts, path.workload.id).find(({ id }) => id === path.id);
      const answer = after && evaluateHop(hop, after, facts);
      if (!answer || (answer.verdict === "unknown" && answer.rule === last.rule)) return undefined;
      if (answer.verdict !== "fails") {
        if (this.breaks(path, after, facts)) return undefined;
        return answer.verdict === "passes" ? fix : { ...fix, leaves: answer.detail };
      }
      if (isSame(answer, last)) return undefined;
      last = answer;
      const { graph } = facts;
      const next = answer.fixes.find(({ description, changes }) => !made.has(description) && !isCycle(graph, changes));
      if (!next) return undefined;
      made.add(next.description);
      fix = joined(fix, next);
    }
    return undefined;
  }

  /** Whether a hop fails that did not fail before. */
  private breaks(before: MountPath, after: MountPath, facts: Facts): boolean {
    return hops.some(
      (hop) =>
        evaluateHop(hop, after, facts)?.verdict === "fails" &&
        evaluateHop(hop, before, this.facts)?.verdict !== "fails",
    );
  }

  private report(path: MountPath, fix: Fix | undefined): ReportedFix {
    if (!fix) return {};
    const key = [fix.description, fix.leaves, fix.manifest, writeChanges(this.facts.graph, fix.changes).terraform].join(
      "\n",
    );
    let written = this.reportedByChanges.get(key);
    if (!written) this.reportedByChanges.set(key, (written = this.write(path, this.claims.settle(fix))));
    return written;
  }

  private write(path: MountPath, { description, manifest, changes, leaves }: Fix): ReportedFix {
    const { graph } = this.facts;
    const written = writeChanges(graph, changes, this.outputs);
    const terraform = [written.terraform, manifest].filter((text) => text !== undefined).join("\n\n");
    const organization = organizationOf(graph, path, changes);
    return {
      fix: [
        written.instead === undefined ? description : `${description}: ${written.instead}`,
        ...referencesTo(graph, changes),
        ...(leaves === undefined ? [] : [openAfter(leaves)]),
      ].join("; "),
      ...(terraform ? { terraform } : {}),
      ...(organization ? { organization } : {}),
    };
  }

  private factsWith({ description, changes }: Fix): Facts {
    const touched = changes.map((change) => keyOf(change));
    const key = [description, ...touched].join("\n");
    let facts = this.tried.get(key);
    if (!facts) this.tried.set(key, (facts = new Facts(this.facts.graph.with(changes))));
    return facts;
  }
}

/**
 * A data source only reads values, so a fix can't change it. A policy document is the exception, because it is written
 * in the configuration.
 */
function isPossible({ changes }: Fix): boolean {
  return changes.every((change) => {
    if (change.kind !== "set" || change.resource.mode === "managed") return true;
    return change.resource.type === "aws_iam_policy_document";
  });
}

/** References to a removed resource have to be removed too, or Terraform rejects the configuration. */
function referencesTo(graph: Graph, changes: readonly Change[]): string[] {
  const removed = new Set(changes.flatMap((change) => (change.kind === "remove" ? [change.resource.key] : [])));
  if (removed.size === 0) return [];
  const naming = notDeleted([...graph.resources()]).filter(({ key, dependsOn }) => {
    return !removed.has(key) && dependsOn.some((one) => removed.has(one));
  });
  const names = [...new Set(naming.map(({ address }) => blockAddress(address)))];
  return names.length === 0 ? [] : [`remove the references to it in ${names.join(", ")}`];
}

function openAfter(detail: string): string {
  const whether = /^not known (whether .*)$/s.exec(detail)?.[1];
  return whether === undefined ? `this stays unknown: ${detail}` : `it stays unknown ${whether}`;
}

/** A step that does not change the answer is useless. */
function isSame(a: HopAnswer, b: HopAnswer): boolean {
  return a.rule === b.rule && a.resource === b.resource && a.detail === b.detail;
}

function joined(first: Fix, second: Fix): Fix {
  const manifests = [first.manifest, second.manifest].filter((text) => text !== undefined);
  return {
    description: `${first.description}; ${second.description}`,
    changes: [...first.changes, ...second.changes],
    ...(manifests.length > 0 ? { manifest: manifests.join("\n") } : {}),
  };
}

function keyOf(change: Change): string {
  if (change.kind === "output") return `${change.output.document.name} ${change.output.name}`;
  return (change.kind === "add" ? change.beside : change.resource).key;
}
