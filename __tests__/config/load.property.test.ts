import * as fc from "fast-check";
import { stringify } from "yaml";

import { ConfigError } from "../../config/errors";
import { parseOrganizationText } from "../../config/load";
import { organizationFiles, organizations } from "../support/arbitrary-organization";
import { runs } from "../support/runs";

/** Loads, or fails with every problem located within the text; anything else is a bug. */
function loadsOrSaysWhere(text: string): "loads" | "problems" {
  try {
    parseOrganizationText("o.yaml", text);
    return "loads";
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const lines = text.split("\n");
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { line = 0, column = 0, message } of error.problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
      expect(message).not.toMatch(/undefined|\[object|NaN|\p{Cc}|^$/u);
    }
    expect(error.message.split("\n").length).toBeLessThanOrEqual(102);
    return "problems";
  }
}

type Json = Record<string, unknown> | unknown[];

/** Every place in the data: the mapping or list, and the key or index in it. */
function places(data: Json): { parent: Json; key: string }[] {
  return Object.entries(data).flatMap(([key, value]) => [
    { parent: data, key },
    ...(typeof value === "object" && value !== null ? places(value as Json) : []),
  ]);
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    "x",
    -1,
    0,
    1.5,
    1e21,
    true,
    [],
    {},
    [[]],
    { a: 1 },
    "\u001b[31m",
    "__proto__",
    "apps",
    "10.0.0.0/16",
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

interface Change {
  at: number;
  kind: "replace" | "remove" | "rename" | "add";
  value: unknown;
  key: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("replace" as const, "remove" as const, "rename" as const, "add" as const),
  value: junk,
  key: fc.oneof(
    fc.constantFrom("constructor", "toString", "cidr", "id", "name", "vpc", "containers", "<<", "0"),
    fc.string(),
  ),
});

function changed(data: unknown, changes: readonly Change[]): unknown {
  const copy = JSON.parse(JSON.stringify(data)) as Json;
  for (const { at, kind, value, key } of changes) {
    const all = places(copy);
    const place = all[at % Math.max(all.length, 1)];
    if (place === undefined) continue;
    const parent = place.parent as Record<string, unknown>;
    if (kind === "replace") parent[place.key] = value;
    else if (kind === "add" && !Array.isArray(parent)) parent[key] = value;
    else {
      if (kind === "rename" && !Array.isArray(parent)) parent[key] = parent[place.key];
      if (Array.isArray(parent)) parent.splice(Number(place.key), 1);
      else delete parent[place.key];
    }
  }
  return copy;
}

describe("any file", () => {
  it("loads if it is valid", () => {
    fc.assert(
      fc.property(organizationFiles(), (text) => {
        expect(() => parseOrganizationText("o.yaml", text)).not.toThrow();
      }),
      runs(100),
    );
  });

  it("after any change to its data, loads or reports where its problems are", () => {
    const ends = new Set<string>();
    const tries = runs(250, 20);
    fc.assert(
      fc.property(organizations(), fc.array(change, { minLength: 1, maxLength: 4 }), (valid, changes) => {
        ends.add(loadsOrSaysWhere(stringify(changed(valid, changes))));
      }),
      tries,
    );
    expect(ends).toContain("problems");
    // About one changed file in twenty still loads.
    if (tries.numRuns >= 250) expect(ends).toContain("loads");
  });

  it("after any change to its text, loads or reports where its problems are", () => {
    const edit = fc.record({
      at: fc.nat(),
      length: fc.nat({ max: 12 }),
      insert: fc.oneof(
        fc.constantFrom(
          "",
          ":",
          "- ",
          "\t",
          "\n",
          "{",
          "]",
          "&a ",
          "*a",
          "!!binary ",
          "<<: ",
          "? ",
          "|\n",
          "'",
          '"',
          "#",
          "%YAML 1.1\n---\n",
          "---\n",
          "\r",
          "\0",
        ),
        fc.string({ maxLength: 5 }),
      ),
    });
    fc.assert(
      fc.property(organizationFiles(), fc.array(edit, { minLength: 1, maxLength: 4 }), (valid, edits) => {
        let text = valid;
        for (const { at, length, insert } of edits) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + insert + text.slice(start + length);
        }
        loadsOrSaysWhere(text);
      }),
      runs(250, 20),
    );
  });
});
