import { type Facts } from "../facts";
import { type HopAnswer } from "../hop-answer";
import { type MountPath } from "../workloads/mount-path";
import { type Hop } from "./hop";

const answers = () => new Map<Hop, Map<string, HopAnswer | undefined>>();

/** The answer of a hop, computed once for all paths that share it. */
export function evaluateHop(hop: Hop, path: MountPath, facts: Facts): HopAnswer | undefined {
  if (path.volume.otherKind !== undefined && !hop.asksForAnyVolume) return undefined;
  const key = hop.sameFor?.(path, facts);
  if (key === undefined) return hop.evaluate(path, facts);
  const made = facts.once(answers);
  let ofHop = made.get(hop);
  if (!ofHop) made.set(hop, (ofHop = new Map<string, HopAnswer | undefined>()));
  let answer = ofHop.get(key);
  if (answer === undefined && !ofHop.has(key)) ofHop.set(key, (answer = hop.evaluate(path, facts)));
  return answer;
}
