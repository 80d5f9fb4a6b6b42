/**
 * One change to a stack that mounts, with the expected result, for each kind of mistake with pods and container
 * instances.
 */
import { kinds } from "./cases";
import { check } from "./check";
import { run } from "./run";

describe.each(kinds)("$file: $kind", ({ base, cases, with: always }) => {
  test.each(Object.entries(cases))("%s", (_, one) => {
    check(one, run(base, [always, one]));
  });
});
