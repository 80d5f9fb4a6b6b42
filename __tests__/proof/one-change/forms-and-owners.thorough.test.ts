/** The cases of pods again: in each form that manifests have, and of each controller that makes pods. */
import { manifestForms } from "../../support/manifest-forms";
import { type Case, kinds, owners } from "./cases";
import { check } from "./check";
import { run } from "./run";

const ofPods = kinds.filter(({ base }) => base === "eks");

describe.each(ofPods)("$file: $kind", ({ base, cases, with: always, owners: anyOwner }) => {
  const entries = Object.entries(cases);
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
