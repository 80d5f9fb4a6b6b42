/** Input that is broken anywhere, in any way, is refused or judged: it never throws the proof itself. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as fc from "fast-check";

import { InputError } from "../../proof/graph/input-error";
import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { graphOfPlans, graphOfStacks } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { jsonReport } from "../../proof/report/json";
import { markdownReport } from "../../proof/report/markdown";
import { textReport } from "../../proof/report/text";
import { mountingStack } from "../support/mounting-stack";
import { runs } from "../support/runs";

type Json = unknown;

/** Values that stand where none of their kind belongs. */
const strange: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  "x",
  "${",
  "${a.b.c}",
  "${each.value}",
  "[",
  '{"Statement":[[]]}',
  "\u0000",
  [],
  [[[]]],
  [null],
  {},
  { "": {} },
  JSON.parse('{"__proto__": {"x": 1}, "constructor": null}'),
];

/** All places of a document, parents before children. */
function* places(value: Json, at: readonly string[] = []): Iterable<readonly string[]> {
  if (at.length > 0) yield at;
  if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) yield* places(entry, [...at, key]);
  }
}

function replaced(value: Json, [step, ...rest]: readonly string[], by: Json): Json {
  if (step === undefined) return by;
  const copy: Record<string, Json> | Json[] = Array.isArray(value) ? [...(value as Json[])] : { ...(value as object) };
  (copy as Record<string, Json>)[step] = replaced((value as Record<string, Json>)[step], rest, by);
  return copy;
}

function judged(read: () => ReturnType<typeof graphOfStacks>): void {
  try {
    const report = prove(read());
    for (const path of report.paths) expect(["mounts", "fails", "unknown"]).toContain(path.verdict);
    textReport(report, { color: false });
    jsonReport(report);
    markdownReport(report);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

const fixture = (name: string, file = "plan.json"): Json =>
  JSON.parse(readFileSync(join(__dirname, "fixtures", name, file), "utf8")) as Json;

describe.each<[string, Json, (json: Json) => ReturnType<typeof graphOfStacks>]>([
  ["a synthesized stack", mountingStack(), (json) => graphOfStacks({ web: json as JsonObject })],
  ["a plan", fixture("seeds/dot-forwarded-with-system-rule"), (json) => graphOfPlans({ "plan.json": json })],
  ["a plan of EKS", fixture("eks/volume-hidden-in-the-plan"), (json) => graphOfPlans({ "plan.json": json })],
  ["a state", fixture("eks/pods-in-private-subnets", "state.json"), (json) => graphOfPlans({ "state.json": json })],
])("%s", (_name, whole, read) => {
  const all = [...places(whole)];

  test("with something strange in one place", () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.constantFrom(...strange), (at, by) => {
        judged(() => read(replaced(whole, at, by)));
      }),
      runs(150),
    );
  });

  test("with something strange in several places", () => {
    const changes = fc.array(fc.tuple(fc.constantFrom(...all), fc.constantFrom(...strange)), { maxLength: 6 });
    fc.assert(
      fc.property(changes, (list) => {
        let broken = whole;
        for (const [at, by] of list) {
          try {
            broken = replaced(broken, at, by);
          } catch {
            // An earlier change has taken the place away.
          }
        }
        judged(() => read(broken));
      }),
      runs(100),
    );
  });
});
