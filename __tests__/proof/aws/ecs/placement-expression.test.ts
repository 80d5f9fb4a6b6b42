import fc from "fast-check";

import { satisfies } from "../../../../proof/aws/ecs/placement-expression";

const instance = new Map<string, string | null | undefined>([
  ["attribute:resolve", "vpc"],
  ["attribute:ecs.instance-type", "m7g.large"],
  ["attribute:none", null],
]);
const answer = (expression: string) => satisfies(expression, (subject) => instance.get(subject));

test.each([
  ["attribute:resolve == vpc", "yes"],
  ["attribute:resolve==vpc", "yes"],
  ['attribute:resolve == "vpc"', "yes"],
  ["attribute:resolve equals dnsmasq", "no"],
  ["attribute:resolve != dnsmasq", "yes"],
  ["attribute:resolve not_equals vpc", "no"],
  ["attribute:resolve in [vpc, dnsmasq]", "yes"],
  ["attribute:resolve in dnsmasq,hosts", "no"],
  ["attribute:resolve not_in [dnsmasq]", "yes"],
  ["attribute:resolve !in [vpc]", "no"],
  ["attribute:ecs.instance-type =~ m7g.*", "yes"],
  ["attribute:ecs.instance-type =~ m7", "no"],
  ["attribute:ecs.instance-type !~ t.*", "yes"],
  ["attribute:resolve exists", "yes"],
  ["attribute:none exists", "no"],
  ["attribute:none !exists", "yes"],
  ["attribute:none not_exists", "yes"],
  ["attribute:none == x", "no"],
  ["attribute:none != x", "unknown"],
  ["attribute:resolve == vpc and attribute:none exists", "no"],
  ["attribute:resolve == dnsmasq or attribute:resolve == vpc", "yes"],
  ["attribute:resolve == x && attribute:unheard == y", "no"],
  ["attribute:resolve == vpc || attribute:unheard == y", "yes"],
  ["attribute:resolve == vpc and attribute:unheard == y", "unknown"],
  ["not (attribute:resolve == dnsmasq)", "yes"],
  ["!(attribute:resolve == vpc)", "no"],
  ["not attribute:resolve == vpc or attribute:resolve == vpc", "yes"],
  ["runningTasksCount > 3", "unknown"],
  ["task:group == service:web", "unknown"],
  ["attribute:resolve ==", "unknown"],
  ["(attribute:resolve == vpc", "unknown"],
  ["attribute:resolve ~~ vpc", "unknown"],
  ["attribute:resolve == vpc extra", "unknown"],
] as const)("%s: %s", (expression, expected) => {
  expect(answer(expression)).toBe(expected);
});

test("any text gives an answer, and negation never gives a false certainty", () => {
  const words = fc.constantFrom(
    "attribute:resolve",
    "==",
    "!=",
    "vpc",
    "in",
    "[",
    "]",
    "(",
    ")",
    "and",
    "or",
    "not",
    ",",
    "exists",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 12 }), (tokens) => {
      const expression = tokens.join(" ");
      const negated = answer(`not (${expression})`);
      const opposite = { yes: "no", no: "yes", unknown: "unknown" }[answer(expression)];
      expect([opposite, "unknown"]).toContain(negated);
    }),
  );
});
