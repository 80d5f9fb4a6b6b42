import { meets } from "../../../../../proof/graph/configuration/module-calls/version-constraint";

test.each([
  ["5.8.1", "~> 5.0", true],
  ["6.0.0", "~> 5.0", false],
  ["5.8.1", "~> 5.8.0", true],
  ["5.9.0", "~> 5.8.0", false],
  ["4.9.0", "~> 5.0", false],
  ["1.4.0", ">= 1, < 2", true],
  ["2.0.0", ">= 1, < 2", false],
  ["1.3.1", ">= 1.2, != 1.3.1", false],
  ["1.3.1", "1.3.1", true],
  ["1.3.2", "= 1.3.1", false],
  ["1.3.1", "v1.3.1", true],
  ["1.3.0", "<= 1.3", true],
  ["1.3.1", "> 1.3", true],
  ["1.4.0-beta1", ">= 1.3", undefined],
  ["1.4.0", "latest", undefined],
])("%s meets %s: %s", (version, constraint, expected) => {
  expect(meets(version, constraint)).toBe(expected);
});
