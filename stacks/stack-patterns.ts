import { orChoose } from "../config/nearest";

/** A `--stack` that matches no stack of the file. */
export class UnknownStackError extends Error {}

/**
 * Which stacks patterns name: `*` stands for any characters, `?` for one, as for `cdktf deploy`.
 *
 * @param names of all stacks of the file
 * @throws UnknownStackError where a pattern matches none
 */
export function matchingStacks(patterns: readonly string[], names: readonly string[]): Set<string> {
  const matching = patterns.map((pattern) => {
    const expression = new RegExp(
      `^${pattern
        .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
        .replace(/\*/g, ".*")
        .replace(/\?/g, ".")}$`,
    );
    const found = names.filter((name) => expression.test(name));
    if (found.length === 0) throw new UnknownStackError(`no stack matches '${pattern}'${orChoose(pattern, names)}`);
    return found;
  });
  return new Set(matching.flat());
}
