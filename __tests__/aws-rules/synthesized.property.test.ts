import * as fc from "fast-check";

import { organizations } from "../support/arbitrary-organization";
import { runs } from "../support/runs";
import { loadViolations } from "./violations";

test("the stacks of any organization violate no rule of AWS unless synth warns about it", async () => {
  const violations = await loadViolations();
  fc.assert(
    fc.property(organizations(), (file) => {
      expect(violations(file)).toEqual([]);
    }),
    runs(1000, 20),
  );
}, 600_000);
