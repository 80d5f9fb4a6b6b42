import { readFileSync } from "node:fs";

import * as fc from "fast-check";

import { mixedOrganization } from "../../bench/mixed-organization";
import { ConfigError } from "../../config/errors";
import { readPlainYaml } from "../../config/plain-yaml";
import { parseAnySource } from "../../config/source";
import { organizationFiles } from "../support/arbitrary-organization";
import { exampleFileName, exampleNames } from "../support/examples";

/** What the full parser makes of a text; `undefined` where it refuses it, or has something to say about it. */
function byFullParser(text: string) {
  try {
    const source = parseAnySource("organization.yaml", text);
    return source.findings.length > 0 ? undefined : { data: source.data, lines: source.propertyLines() };
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

const examples = [...exampleNames.map(exampleFileName), "organization.yaml"].map((file) => readFileSync(file, "utf8"));

test.each([...examples, mixedOrganization(5)])("reads every example as the full parser does: %#", (text) => {
  const plain = readPlainYaml(text);
  expect(plain).toBeDefined();
  expect(plain).toEqual(byFullParser(text));
});

test.each([
  "a: 1\nb: -2\nc: 1.50\nd: 0\ne: 1.0",
  "a: true\nb: false\nc: null\nd:\ne: ''\nf: \"\"",
  "a: 10.0.0.0/22\nb: 10.0.0.1\nc: 222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27\nd: a, b; c - d",
  'a: arn:aws:iam::222222222222:role/x # comment\nb: "x # y" # comment\nc: [a, \'b\', "c"] # comment',
  "# comment\n\na:\n  # comment\n  b: c\n# comment\n",
  "a: [1, x, [y, {z: 1}], {}, []]\nb: { c: d, e: { f: [g] } }\nc: [arn:aws:iam::222222222222:role/x, a:b]",
  "a:\n- b\n- c: 1\n  d: 2\n-   e: |\n      f\n    g: h\ni:\n  - [j]\n  - { k: l }\n",
  "a: |\n  b\n\n    c # no comment\n\n\nd: |\n  e\n# comment\nf: g",
  "a: |\n  b",
  'a/b: 1\n"b~/c": 0\n"d e": 2\n\'f\': 3\n.: 4\n/g: 5\n1: 6\ntrue: 7\nnull: 8',
  "a:\n  b:\n    c:\n  d: e",
])("reads as the full parser does: %j", (text) => {
  const plain = readPlainYaml(text);
  expect(plain).toBeDefined();
  expect(plain).toEqual(byFullParser(text));
});

test.each([
  "",
  "# comment",
  "a",
  "- a",
  "{ a: b }",
  "a: &b c",
  "a: *b",
  "a: !b c",
  "a: >\n  b",
  "a: |-\n  b",
  "a: b\n  c",
  "a: b: c",
  "a: 0755",
  "a: 1e5",
  "a: 0x1f",
  "a: .inf",
  "a: 2026-01-01",
  "a: True",
  "a: ~",
  "a: -0",
  "a: 'it''s'",
  'a: "\\n"',
  "a: 1\na: 2",
  "a: { b: 1, b: 2 }",
  "a: [b,\n  c]",
  "a:\tb",
  "a: b\r\n",
  "---\na: b",
  "a: b\n...",
  "? a\n: b",
  "<<: a",
  "__proto__: a",
  "a:\n  b: c\n d: e",
  "a:\n  - b\n c: d",
  "a:b",
  "a: @b",
  "a: `b`",
])("leaves to the full parser: %j", (text) => {
  expect(readPlainYaml(text)).toBeUndefined();
});

/** Texts with a few characters replaced by ones that mean something in YAML. */
const damaged = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat(12),
        fc.string({ unit: fc.constantFrom(..." \n:-#[]{},&*!|>'\"%@`?~0e1.ax\\/<"), maxLength: 4 }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((changed, [place, removed, added]) => {
      const at = place % changed.length;
      return changed.slice(0, at) + added + changed.slice(at + removed);
    }, text),
  );

test("reads any text as the full parser does, or leaves it to that", () => {
  fc.assert(
    fc.property(fc.oneof(organizationFiles(), damaged), (text) => {
      const plain = readPlainYaml(text);
      if (plain !== undefined) expect(plain).toEqual(byFullParser(text));
    }),
    { numRuns: Number(process.env["PLAIN_YAML_RUNS"] ?? 200) },
  );
});
