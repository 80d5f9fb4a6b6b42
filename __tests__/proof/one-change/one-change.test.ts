/** One change to what mounts, and what is true then, for each kind of mistake with pods and container instances. */
import { manifestForms } from "../../support/manifest-forms";
import { type Case, kinds, owners } from "./cases";
import { type Outcome, run } from "./run";

function check({ truth, or = [], by }: Case, outcome: Outcome): void {
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

describe.each(kinds)("$file: $kind", ({ base, cases, with: always, owners: anyOwner }) => {
  const entries = Object.entries(cases);
  test.each(entries)("%s", (_, one) => {
    check(one, run(base, [always, one]));
  });
  if (base !== "eks") return;
  const [, ...forms] = Object.keys(manifestForms);
  // One form and one owner for each case, in turn: all of both are tried in every file.
  test.each(forms)("as %s", (form) => {
    for (const [name, one] of entries.filter((_, at) => at % forms.length === forms.indexOf(form))) {
      const other = form === "a list in the output" ? undefined : one.asResources;
      if (other === "any") continue;
      const expected = other === undefined ? one : { ...one, truth: other, or: [] };
      named(name, () => check(expected, run(base, [always, one], form)));
    }
  });
  if (!anyOwner) return;
  test.each(owners)("of a %s", (owner) => {
    for (const [name, one] of entries.filter((_, at) => at % owners.length === owners.indexOf(owner))) {
      if (one.set || one.add || one.remove || one.owner) continue;
      const expected: Case = owner === "DaemonSet" ? { ...one, truth: "fails", or: [], by: undefined } : one;
      named(name, () => check(expected, run(base, [always, { ...one, owner }])));
    }
  });
});

/** An error says which case of several it is about. */
function named(name: string, checked: () => void): void {
  try {
    checked();
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
}
