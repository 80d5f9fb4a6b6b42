import * as fc from "fast-check";

import { organizations } from "../support/arbitrary-organization";
import { variants } from "../support/variants";
import { loadRule, ruleNames } from "./load-rules";
import { synthesized } from "./organization-stacks";
import { richOrganizations } from "./organizations";
import { type AwsRule } from "./rule";
import { Stacks } from "./stacks";

/** `npm run test:all` runs a thousand. */
const numRuns = Number(process.env["AWS_RULES_RUNS"] ?? 100);

let rules: (AwsRule & { readonly name: string })[];
beforeAll(async () => {
  rules = await Promise.all(ruleNames.map(async (name) => ({ name, ...(await loadRule(name)) })));
});

/** The violations that synth does not warn about. */
function violations(file: unknown): string[] {
  const { stacks: jsons, warnings } = synthesized(file);
  const stacks = new Stacks(jsons);
  return rules.flatMap(({ name, check, warning }) => {
    if (warning !== undefined && warnings.some((message) => message.includes(warning))) return [];
    return check(stacks).map(({ address, reason }) => `${name}: ${address}: ${reason}`);
  });
}

describe("synthesized stacks violate no rule of AWS unless synth warns about it", () => {
  test.each(Object.entries({ ...variants, ...richOrganizations }))("%s", (_, file) => {
    expect(violations(file)).toEqual([]);
  });

  test("random organizations", () => {
    fc.assert(
      fc.property(organizations(), (file) => {
        expect(violations(file)).toEqual([]);
      }),
      { numRuns },
    );
  }, 600_000);
});
