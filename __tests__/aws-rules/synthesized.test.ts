import * as fc from "fast-check";

import { organizations } from "../support/arbitrary-organization";
import { variants } from "../support/variants";
import { loadRule, ruleNames } from "./load-rules";
import { stacksOf } from "./organization-stacks";
import { type AwsRule } from "./rule";
import { type StackJsons, Stacks } from "./stacks";

/** Rules that what is synthesized does not keep yet. */
const pending = ["discovered-port-open"];

let rules: (AwsRule & { readonly name: string })[];
const held = ruleNames.filter((name) => !pending.includes(name));
beforeAll(async () => {
  rules = await Promise.all(held.map(async (name) => ({ name, ...(await loadRule(name)) })));
});

function violations(jsons: StackJsons): string[] {
  const stacks = new Stacks(jsons);
  return rules.flatMap(({ name, check }) =>
    check(stacks).map(({ address, reason }) => `${name}: ${address}: ${reason}`),
  );
}

describe("what is synthesized breaks no rule of AWS", () => {
  test.each(Object.entries(variants))("%s", (_, file) => {
    expect(violations(stacksOf(file))).toEqual([]);
  });

  test("a thousand random organizations", () => {
    fc.assert(
      fc.property(organizations(), (file) => {
        expect(violations(stacksOf(file))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  }, 600_000);
});
