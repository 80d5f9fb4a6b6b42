/** The status of `[[ … ]]`, and of what negates a status. */
import { type TestExpression } from "unbash";

import { type Scope, textOf } from "./expansion";
import { hole } from "./host-state";
import { type Status } from "./shell";

/** `unknown` for what depends on the host, and for operators on files. */
export function testStatus(scope: Scope, expression: TestExpression): Status {
  switch (expression.type) {
    case "TestBinary": {
      const [left, right] = [textOf(scope, expression.left), textOf(scope, expression.right)];
      if (!/^(?:==?|!=)$/.test(expression.operator) || `${left}${right}`.includes(hole) || /[*?[]/.test(right)) {
        return "unknown";
      }
      return (left === right) === (expression.operator !== "!=") ? "true" : "false";
    }
    case "TestUnary": {
      const value = textOf(scope, expression.operand);
      if (!/^-[nz]$/.test(expression.operator) || value.includes(hole)) return "unknown";
      return (value === "") === (expression.operator === "-z") ? "true" : "false";
    }
    case "TestNot": {
      const status = testStatus(scope, expression.operand);
      return expression.negations.length % 2 === 1 ? negate(status) : status;
    }
    case "TestGroup":
      return testStatus(scope, expression.expression);
    case "TestLogical": {
      const all = expression.operands.map((operand) => testStatus(scope, operand));
      const [decisive, other] =
        expression.operator === "&&" ? (["false", "true"] as const) : (["true", "false"] as const);
      if (all.includes(decisive)) return decisive;
      return all.every((status) => status === other) ? other : "unknown";
    }
  }
}

export function negate(status: Status): Status {
  if (status === "unknown") return status;
  return status === "false" ? "true" : "false";
}
