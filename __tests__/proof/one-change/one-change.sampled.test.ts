/**
 * One change to a stack that mounts, with the expected result, for each kind of mistake with pods and container
 * instances.
 */
import { sampled } from "../../support/runs";
import { kinds } from "./cases";
import { check } from "./check";
import { run } from "./run";

describe.each(kinds)("$file: $kind", ({ base, cases, with: always }) => {
  test.each(sampled(Object.entries(cases), 5))("%s", (_, one) => {
    check(one, run(base, [always, one]));
  });
});
