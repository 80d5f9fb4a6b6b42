import { type Case } from "./cases";
import { type Outcome } from "./run";

/** @throws where the outcome is not what is true of the case, or another hop says so */
export function check({ truth, or = [], by }: Case, outcome: Outcome): void {
  const right = [truth, ...or];
  if (!right.includes(outcome.verdict as Case["truth"])) {
    throw new Error(`should be ${right.join(" or ")}, got ${outcome.verdict}\n${outcome.said.join("\n")}`);
  }
  if (by === undefined || outcome.verdict === "mounts") return;
  const hops = [by].flat();
  if (!hops.some((hop) => outcome.by.includes(hop))) {
    throw new Error(`should be told by ${hops.join(" or ")}\n${outcome.said.join("\n")}`);
  }
}
