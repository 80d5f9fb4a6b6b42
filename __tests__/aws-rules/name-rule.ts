import { type AwsRule, each, stack } from "./rule";
import { literalText } from "./stacks";

export interface NameLimit {
  readonly type: string;
  /** @default name */
  readonly argument?: string;
  readonly max: number;
  /** @default 1 */
  readonly min?: number;
  /** The pattern for the whole name. */
  readonly pattern: RegExp;
  /** The pattern in words, such as `letters, digits and hyphens`. */
  readonly characters: string;
  readonly source: string;
  /** A name with characters that AWS refuses. */
  readonly refused: string;
  readonly taken: string;
  /** The prefix of valid names. @default none */
  readonly prefix?: string;
}

/**
 * A name has a length and characters that AWS accepts. Names with references are not checked, since their length is
 * unknown.
 */
export function nameRule(limit: NameLimit): AwsRule {
  const { type, argument = "name", min = 1, max, pattern, characters, prefix = "" } = limit;
  const reasonOf = (name: string) => {
    if (name.length > max) return `${argument} has ${name.length} characters, AWS takes ${max}`;
    if (name.length < min) return `${argument} has ${name.length} characters, AWS takes ${min} or more`;
    return pattern.test(name) ? undefined : `${argument} '${name}' should consist of ${characters}`;
  };
  const longest = prefix.padEnd(max, "x");
  const one = (name: string) => stack({ [`${type}.one`]: { [argument]: name } });
  return {
    fact: `${type}: ${argument} has ${min === 1 ? "at most" : `${min} to`} ${max} characters: ${characters}`,
    source: limit.source,
    check: each(type, ({ args }) => {
      const name = literalText(args[argument]);
      return name === undefined ? undefined : reasonOf(name);
    }),
    fails: Object.fromEntries(
      [`${longest}x`, limit.refused].map((name) => [`s/${type}.one: ${reasonOf(name) ?? "taken"}`, one(name)]),
    ),
    passes: [one(limit.taken), one(longest)],
  };
}
