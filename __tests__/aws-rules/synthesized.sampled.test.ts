import { sampled } from "../support/runs";
import { variants } from "../support/variants";
import { richOrganizations } from "./organizations";
import { loadViolations } from "./violations";

let violations: (file: unknown) => string[];
beforeAll(async () => {
  violations = await loadViolations();
});

describe("synthesized stacks violate no rule of AWS unless synth warns about it", () => {
  test.each(sampled(Object.entries({ ...variants, ...richOrganizations }), 3))("%s", (_, file) => {
    expect(violations(file)).toEqual([]);
  });
});
