import { existsSync } from "node:fs";
import { join } from "node:path";

import { readGraph } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type HopName, type HopResult } from "../../../proof/verdict";

/** What the report says of one hop of a fixture's path. @param at which of its paths */
export function fixtureResult(hop: HopName, fixture: string, at = 0): HopResult | undefined {
  const folder = join(__dirname, "../fixtures", fixture);
  const state = join(folder, "state.json");
  const { paths } = prove(readGraph([existsSync(state) ? state : join(folder, "plan.json")]));
  return paths[at]?.hops.find(({ hop: name }) => name === hop);
}
