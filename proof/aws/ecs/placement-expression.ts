/**
 * Evaluates the cluster query language of `memberOf` placement constraints with three values (ECS developer guide,
 * cluster-query-language.html): `attribute:stack == prod and attribute:ecs.instance-type in [m7g.large, t4g.*]`.
 */
import { allOf, anyOf, negated, type Ternary } from "../../graph/ternary";

/** The attribute of an instance: null if it is absent, undefined if it is not known. */
export type Subjects = (subject: string) => string | null | undefined;

const wordOperators: Readonly<Record<string, string>> = {
  equals: "==",
  not_equals: "!=",
  greater_than: ">",
  greater_than_equal: ">=",
  less_than: "<",
  less_than_equal: "<=",
  exists: "exists",
  not_exists: "!exists",
  in: "in",
  not_in: "!in",
  matches: "=~",
  not_matches: "!~",
};

/** @returns unknown if the expression can't be parsed */
export function satisfies(expression: string, subjects: Subjects): Ternary {
  const parser = new Parser(tokensOf(expression), subjects);
  const answer = parser.or();
  return answer === undefined || !parser.isAtEnd() ? "unknown" : answer;
}

function tokensOf(text: string): readonly string[] {
  return (
    text.match(
      /"[^"]*"|'[^']*'|[()[\],]|==|!=|>=|<=|=~|!~|&&|\|\||[<>]|!(?=[\s(]|exists|in\b|attribute)|[^\s()[\],=<>&|"']+/g,
    ) ?? []
  );
}

class Parser {
  private at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly subjects: Subjects,
  ) {}

  isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  or(): Ternary | undefined {
    let found = this.and();
    while (found !== undefined && this.takes("or", "||")) {
      const next = this.and();
      found = next && anyOf([found, next]);
    }
    return found;
  }

  private and(): Ternary | undefined {
    let found = this.not();
    while (found !== undefined && this.takes("and", "&&")) {
      const next = this.not();
      found = next && allOf([found, next]);
    }
    return found;
  }

  private not(): Ternary | undefined {
    if (this.takes("not", "!")) {
      const found = this.not();
      return found && negated(found);
    }
    if (this.takes("(")) {
      const found = this.or();
      return this.takes(")") ? found : undefined;
    }
    return this.comparison();
  }

  private comparison(): Ternary | undefined {
    const subject = this.next();
    if (subject === undefined || /^[[\](),]$/.test(subject)) return undefined;
    const negative = this.takes("!");
    const word = this.next();
    const operator = word === undefined ? undefined : (wordOperators[word.toLowerCase()] ?? word);
    const answer = operator === undefined ? undefined : this.compare(subject, operator);
    return answer && negative ? negated(answer) : answer;
  }

  private compare(subject: string, operator: string): Ternary | undefined {
    const value = this.subjects(subject);
    if (operator === "exists" || operator === "!exists") {
      if (value === undefined) return "unknown";
      return (value !== null) === (operator === "exists") ? "yes" : "no";
    }
    if (operator === "in" || operator === "!in") {
      const values = this.list();
      if (values === undefined) return undefined;
      return decided(operator.startsWith("!"), value, (known) => values.includes(known));
    }
    const argument = this.next();
    if (argument === undefined) return undefined;
    const wanted = unquoted(argument);
    switch (operator) {
      case "==":
      case "!=":
        return decided(operator === "!=", value, (known) => known === wanted);
      case "=~":
      case "!~":
        return decided(operator === "!~", value, (known) => patternOf(wanted)?.test(known));
      case ">":
      case ">=":
      case "<":
      case "<=":
        return "unknown";
      default:
        return undefined;
    }
  }

  private list(): readonly string[] | undefined {
    const bracketed = this.takes("[");
    const values: string[] = [];
    do {
      const value = this.next();
      if (value === undefined) return undefined;
      values.push(unquoted(value));
    } while (this.takes(","));
    return bracketed && !this.takes("]") ? undefined : values;
  }

  private next(): string | undefined {
    return this.tokens[this.at++];
  }

  private takes(...words: readonly string[]): boolean {
    const token = this.tokens[this.at]?.toLowerCase();
    if (token === undefined || !words.includes(token)) return false;
    this.at++;
    return true;
  }
}

/** AWS documents only for positive comparisons what they yield for an instance without the attribute. */
function decided(
  negative: boolean,
  value: string | null | undefined,
  holds: (known: string) => boolean | undefined,
): Ternary {
  if (value === undefined) return "unknown";
  if (value === null) return negative ? "unknown" : "no";
  const answer = holds(value);
  if (answer === undefined) return "unknown";
  return answer !== negative ? "yes" : "no";
}

function unquoted(token: string): string {
  return token.replace(/^(["'])(.*)\1$/, "$2");
}

/** A Java regular expression. An expression that JavaScript can't read is unknown. */
function patternOf(source: string): RegExp | undefined {
  if (/\(\?|\\[QEAZpPGb]|[*+?}]\+/.test(source) || source.length > 200) return undefined;
  try {
    return new RegExp(`^(?:${source})$`);
  } catch {
    return undefined;
  }
}
