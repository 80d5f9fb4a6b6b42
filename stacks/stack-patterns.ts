import { orChoose } from "../config/nearest";

/** A `--stack` pattern that matches no stack of the file. */
export class UnknownStackError extends Error {}

/**
 * Returns the stacks that patterns match: `*` matches any characters and `?` one, as in `cdktf deploy`.
 *
 * @param names the names of all stacks of the file
 * @throws UnknownStackError if a pattern matches none
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
