import * as fc from "fast-check";

import { mixedOrganization } from "../../bench/mixed-organization";
import { ConfigError } from "../../config/errors";
import { plainYaml } from "../../config/plain-yaml";
import { fullyParsed, parseSource, type Source } from "../../config/source";
import { organizationFiles } from "../support/arbitrary-organization";
import { runs } from "../support/runs";

/** What a full parser reads; `undefined` if it reports a problem. */
function fully(text: string): Source | undefined {
  try {
    const source = fullyParsed("o.yaml", text);
    return source.findings.length > 0 ? undefined : source;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** Fails if a text is read otherwise than by the full parser. */
function expectSame(text: string): void {
  const data = plainYaml(text);
  if (data === undefined) return;
  const source = fully(text);
  expect(data).toEqual(source?.data);
  expect([...parseSource("o.yaml", text).propertyLines()]).toEqual([...(source?.propertyLines() ?? [])]);
}

describe("the plain part of YAML is read as a full parser reads it", () => {
  test("in any organization", () => {
    fc.assert(fc.property(organizationFiles(), expectSame), runs(1000));
  }, 600_000);

  test("in the large organization of the benchmark, which has nothing else", () => {
    const text = mixedOrganization(7);
    expect(plainYaml(text)).toBeDefined();
    expectSame(text);
  });

  const word = fc.constantFrom(
    ...[
      "a",
      "b",
      "a/b",
      "a~b",
      ".",
      "..",
      "1",
      "0",
      "01",
      "1.5",
      "1.",
      ".5",
      "1e5",
      "1.2.3",
      "0x1F",
      "0o7",
      "-1",
      "+1",
    ],
    ...[
      "true",
      "False",
      "null",
      "Null",
      "~",
      "yes",
      ".inf",
      ".NaN",
      "10.0.0.0/8",
      "us-east-1a",
      "a:b",
      "a: b",
      "a:",
      ":a",
    ],
    ...[
      '"a"',
      '"a\\n"',
      '"1"',
      "'a'",
      "'it''s'",
      '"a',
      "'a",
      '"a" b',
      '"a: b"',
      "'#'",
      '"__proto__"',
      "__proto__",
      "<<",
    ],
    ...[
      "a #c",
      "a#c",
      "#c",
      "# é",
      "é",
      "*a",
      "&a",
      "!t",
      "[1]",
      "{a: 1}",
      "|",
      ">",
      "?",
      "? a",
      "-",
      "--",
      "- a",
      "- - a",
    ],
    ...[
      "---",
      "...",
      "%Y",
      "@a",
      "`a`",
      "a,b",
      "a b",
      "a  b",
      "a ",
      "\ta",
      "a\t",
      "a\r",
      "",
      " ",
      "12345678901234567890",
    ],
  );
  const line = fc
    .tuple(fc.constantFrom("", " ", "  ", "    "), fc.constantFrom("", "", "", "- ", "-  ", "-"), word, word)
    .chain(([indent, dash, key, value]) =>
      fc.constantFrom(
        `${indent}${dash}${key}: ${value}`,
        `${indent}${dash}${key}:`,
        `${indent}${dash}${value}`,
        `${indent}${dash}${key}:${value}`,
      ),
    );

  test("in any lines", () => {
    const texts = fc.array(line, { maxLength: 7 }).map((lines) => lines.join("\n"));
    fc.assert(fc.property(texts, expectSame), runs(200_000, 5000));
  }, 600_000);

  test("in any plain lines", () => {
    const plainWord = fc.constantFrom("a", "b", "c", "1", '"d"', "e/f", "true", "1.2");
    const plainLine = fc
      .tuple(fc.constantFrom("", "  ", "    "), fc.constantFrom("", "", "- "), plainWord, plainWord)
      .chain(([indent, dash, key, value]) =>
        fc.constantFrom(
          `${indent}${dash}${key}: ${value}`,
          `${indent}${dash}${key}:`,
          `${indent}${dash}${value}`,
          "# c",
        ),
      );
    const texts = fc.array(plainLine, { maxLength: 6 }).map((lines) => lines.join("\n"));
    fc.assert(fc.property(texts, expectSame), runs(200_000, 5000));
  }, 600_000);
});

test("what is wrong with a file that is plain YAML has its position", () => {
  expect(parseSource("o.yaml", "a:\n  - b: 1\n    c: 2\n").place(["a", 0, "c"])).toEqual({
    file: "o.yaml",
    line: 3,
    column: 8,
    path: ["a", 0, "c"],
  });
});
