/** The fixtures of the proof, and what is proved of each. */
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

import { type Graph } from "../../proof/graph/graph";
import { readGraph } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { type Report } from "../../proof/verdict";

export interface JudgedFixture {
  readonly graph: Graph;
  readonly report: Report;
}

const root = join(__dirname, "fixtures");

function foldersBelow(folder: string): string[] {
  if (existsSync(join(folder, "expected.json"))) return [folder];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.flatMap((entry) => foldersBelow(join(folder, entry.name)));
}

/** The folders of the fixtures by topic and name. */
export const fixtureFolders = foldersBelow(root).map((folder): [string, string] => [relative(root, folder), folder]);

const known = new Map<string, JudgedFixture>();

/** A fixture's graph and what is proved of it: made once, for several tests ask. */
export function judged(folder: string): JudgedFixture {
  let found = known.get(folder);
  if (!found) {
    const state = join(folder, "state.json");
    const graph = readGraph([existsSync(state) ? state : join(folder, "plan.json")]);
    known.set(folder, (found = { graph, report: prove(graph) }));
  }
  return found;
}
