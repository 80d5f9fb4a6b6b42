/** Assumptions that the input contradicts, and unused ones. */
import { assumptions } from "../../assumptions";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

/** Runs last, when it is known which assumptions the paths have used. */
export const assumptionCheck: FindingCheck = {
  name: "assumption",
  rules: ["ASM-01", "ASM-02"],
  *find(facts: Facts): Iterable<Finding> {
    for (const { statement, of, used, contradiction } of facts.once(assumptions).outcomes()) {
      if (contradiction !== undefined) {
        yield {
          rule: "ASM-01",
          severity: "warning",
          resource: of,
          detail: `assumed ${statement}, but the input contradicts it: ${contradiction}; the input is used`,
          fix: `remove the statement ${statement} of ${of}, or correct what the input shows`,
        };
      } else if (!used) {
        yield {
          rule: "ASM-02",
          severity: "warning",
          resource: of,
          detail: `assumed ${statement}, but no path depends on it: either the input shows it, or ${of} is not in the input`,
          fix: `remove the statement ${statement} of ${of}, or correct its id or address`,
        };
      }
    }
  },
};
