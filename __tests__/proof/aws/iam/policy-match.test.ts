import * as fc from "fast-check";

import { matches } from "../../../../proof/aws/iam/policy-match";
import { policyText, randomCharacters } from "../../../../proof/aws/iam/policy-text";
import { Graph } from "../../../../proof/graph/graph";
import { literal } from "../../../../proof/graph/model";

const graph = Graph.of([]);
const fits = (pattern: string, text: string, fold = false) =>
  matches(graph, policyText(graph, literal(pattern), true), policyText(graph, literal(text), false), fold).answer;

test.each([
  ["ecr:*", "ecr:BatchGetImage", "yes"],
  ["*:*", "ecr:BatchGetImage", "yes"],
  ["ecr:Get*", "ecr:BatchGetImage", "no"],
  ["ab*ba", "aba", "no"],
  ["a*a", "a", "no"],
  ["a*b*c", "aXbYbZc", "yes"],
  ["a?c", "abc", "yes"],
  ["a?c", "ac", "no"],
  ["", "", "yes"],
  ["${*}", "*", "yes"],
  ["${aws:username}", "web", "unknown"],
])("%s against %s: %s", (pattern, text, answer) => {
  expect(fits(pattern, text)).toBe(answer);
});

test("fully known patterns match like regular expressions", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "A", "*", "?"), maxLength: 8 });
  const texts = fc.string({ unit: fc.constantFrom("a", "b", "A"), maxLength: 10 });
  fc.assert(
    fc.property(letters, texts, fc.boolean(), (pattern, text, fold) => {
      const source = pattern.replaceAll("*", "[^]*").replaceAll("?", "[^]");
      const expected = new RegExp(`^${source}$`, fold ? "i" : "").test(text);
      expect(fits(pattern, text, fold)).toBe(expected ? "yes" : "no");
    }),
    { numRuns: 2000 },
  );
});

describe("the ARN of a secret without its six random characters", () => {
  const secret = { kind: "template", parts: [literal("secret:db-"), randomCharacters] } as const;
  test.each([
    ["secret:db-??????", "yes"],
    ["secret:db-*", "yes"],
    ["secret:*", "yes"],
    ["secret:db-?????", "no"],
    ["secret:db-???????", "no"],
    ["secret:api-*", "no"],
    ["secret:db", "no"],
    ["secret:db-a1B2c3", "unknown"],
    ["secret:db-a1B2c3d", "no"],
    ["secret:db-a*", "unknown"],
  ])("%s: %s", (pattern, answer) => {
    const text = policyText(graph, secret, false);
    expect(matches(graph, policyText(graph, literal(pattern), true), text).answer).toBe(answer);
  });
});
