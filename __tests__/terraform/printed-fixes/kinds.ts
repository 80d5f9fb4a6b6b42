/** Every fix that the proof prints for the fixtures, and the kinds of Terraform in it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { readGraph } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type HopResult, type PathResult } from "../../../proof/verdict";
import { entriesIn } from "./hcl-text";
import { type Piece, piecesOf, removal } from "./patch";

export const fixtures = join(__dirname, "..", "..", "proof", "fixtures");

export interface PrintedFix {
  /** The fixture's topic and name. */
  readonly fixture: string;
  readonly path: PathResult;
  readonly hop: HopResult;
  readonly terraform: string;
  readonly kinds: readonly string[];
}

export function printedFixes(): PrintedFix[] {
  return foldersBelow(fixtures).flatMap((folder) => {
    const state = join(folder, "state.json");
    const { paths } = prove(readGraph([existsSync(state) ? state : join(folder, "plan.json")]));
    return paths.flatMap((path) =>
      path.hops.flatMap((hop): PrintedFix[] => {
        const terraform = hop.terraform ?? removalsIn(hop.fix);
        if (terraform === undefined) return [];
        return [{ fixture: relative(fixtures, folder), path, hop, terraform, kinds: kindsOf(terraform) }];
      }),
    );
  });
}

/** A fix that only removes blocks is printed without HCL; one of several instances has no block of its own. */
function removalsIn(fix = ""): string | undefined {
  const removals = [...fix.matchAll(/\bremove (aws_\w+\.[\w-]+)(?=$|[;,])/g)].map(
    ([, address]) => `# remove ${address}`,
  );
  return removals.length > 0 ? removals.join("\n\n") : undefined;
}

/**
 * Whether the fixture can be planned by itself: without existing resources, and without answers from an AWS account.
 */
export function isPlannable(fixture: string): boolean {
  const folder = join(fixtures, fixture);
  return !["before", "existing"].some((name) => existsSync(join(folder, name)));
}

/** From its plan; a state comes last, since it has ids that are unknown in a new plan. */
export function sizeOf(fixture: string): number {
  const plan = join(fixtures, fixture, "plan.json");
  return existsSync(plan) ? readFileSync(plan).length : Number.MAX_SAFE_INTEGER;
}

function foldersBelow(folder: string): string[] {
  if (existsSync(join(folder, "expected.json"))) return [folder];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.flatMap((entry) => foldersBelow(join(folder, entry.name)));
}

/** The kind of each piece: a resource with its arguments, or the place of an edit and what it sets. */
export function kindsOf(terraform: string): string[] {
  return [...new Set(piecesOf(terraform).map((piece) => kindOf(piece)))];
}

function kindOf({ module, place, text }: Piece): string {
  const where = module === "" ? "" : "in a module: ";
  if (place.length === 0) {
    const removed = removal.exec(text)?.[1];
    if (removed !== undefined) return `remove ${removed.split(".")[0]}`;
    const [block] = entriesIn(text, { start: 0, end: text.length });
    if (!block?.header) return "a Kubernetes manifest";
    return `${where}${block.header.replace(/ "[\w-]+"$/, "")} with ${namesOf(text.slice(block.inner.start, block.inner.end))}`;
  }
  const [address, ...steps] = place;
  const inner = steps.map((step) => step.replace(/"(?:[^"\\]|\\.)*"/, "…").replace(/ \d+$/, " …"));
  const what = /^(?:one more|at the end of)/.test(inner.at(-1) ?? "") ? "" : `: ${namesOf(text)}`;
  return `${where}${[address!.replace(/\.[\w-]+$/, ""), ...inner].join(", ")}${what}`;
}

function namesOf(text: string): string {
  const removed = [...text.matchAll(/^# (remove [\w-]+)/gm)].map(([, name]) => name!);
  const entries = [...entriesIn(text, { start: 0, end: text.length })];
  const names = entries.map(({ name, header, inner }) => {
    return header === undefined ? name : `${name} { ${namesOf(text.slice(inner.start, inner.end))} }`;
  });
  return [...names, ...removed].sort().join(", ");
}

/**
 * A few fixes that include every kind, from small fixtures first; the remaining kinds have no fix that can be planned.
 */
export function cover(fixes: readonly PrintedFix[]): { chosen: PrintedFix[]; missing: string[] } {
  const missing = new Set(fixes.flatMap(({ kinds }) => kinds));
  const sizes = new Map(fixes.map(({ fixture }) => [fixture, isPlannable(fixture) ? sizeOf(fixture) : 0]));
  const waiting = fixes.filter(({ fixture }) => isPlannable(fixture));
  waiting.sort((a, b) => sizes.get(a.fixture)! - sizes.get(b.fixture)!);
  const chosen: PrintedFix[] = [];
  while (missing.size > 0) {
    const gain = (fix: PrintedFix) => fix.kinds.filter((kind) => missing.has(kind)).length;
    const best = waiting.reduce<PrintedFix | undefined>((found, fix) => {
      return gain(fix) > (found ? gain(found) : 0) ? fix : found;
    }, undefined);
    if (!best) break;
    chosen.push(best);
    for (const kind of best.kinds) missing.delete(kind);
  }
  return { chosen, missing: [...missing].sort() };
}
