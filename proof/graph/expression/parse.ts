/** Parses Terraform expressions: the contents of `${…}` in a string of JSON syntax, and whole strings. */
import { ExpressionError } from "./cursor";
import { type BinaryOperator, type Expression, placeholder, precedence } from "./syntax";
import { deepest, Templates } from "./templates";

const cache = new Map<string, Expression>();
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Parses a string of Terraform's JSON syntax: an expression if the whole string is one `${…}`, otherwise a template or
 * text.
 *
 * @throws ExpressionError for text that is not an expression, or that this parser doesn't support
 */
export function parseTemplate(text: string): Expression {
  let parsed = cache.get(text);
  if (parsed === undefined) {
    parsed = new Parser(text).wholeTemplate();
    if (cache.size >= 20_000) cache.clear();
    cache.set(text, parsed);
  }
  return parsed;
}

/** Parses an expression by itself, as in `depends_on` or a test. */
export function parseExpression(text: string): Expression {
  return new Parser(text).wholeExpression();
}

class Parser extends Templates {
  wholeTemplate(): Expression {
    const parts = this.template(undefined);
    const only = parts[0];
    if (parts.length === 0) return { kind: "constant", value: "", text: "" };
    if (parts.length === 1) return only!;
    return { kind: "template", parts, text: this.source };
  }

  wholeExpression(): Expression {
    const expression = this.expression();
    this.skip();
    if (this.at < this.source.length) throw this.error("an end");
    return expression;
  }

  protected templateOf(text: string): Expression {
    return parseTemplate(text);
  }

  protected expression(): Expression {
    if (++this.depth > deepest) throw new ExpressionError("nested too deeply");
    const start = this.start();
    const when = this.binary(0);
    this.skip();
    let result = when;
    if (this.source[this.at] === "?") {
      this.at++;
      const then = this.expression();
      this.expect(":");
      const otherwise = this.expression();
      result = { kind: "condition", when, then, otherwise, text: this.since(start) };
    }
    this.depth--;
    return result;
  }

  private binary(level: number): Expression {
    const operators = precedence[level];
    if (!operators) return this.unary();
    const start = this.start();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.operator(operators);
      if (!operator) return left;
      const right = this.binary(level + 1);
      left = { kind: "binary", operator, left, right, text: this.since(start) };
    }
  }

  private operator(operators: readonly BinaryOperator[]): BinaryOperator | undefined {
    this.skip();
    const two = this.source.slice(this.at, this.at + 2);
    const one = two[0];
    const found = operators.find((operator) => operator === two) ?? operators.find((operator) => operator === one);
    // `=>` ends a key and `<=` is not `<`: a one-character operator must not be the beginning of another.
    if (found?.length === 1 && two[1] === "=" && "<>".includes(found)) return undefined;
    if (found) this.at += found.length;
    return found;
  }

  private unary(): Expression {
    const start = this.start();
    const operator = this.source[this.at];
    if (operator !== "!" && operator !== "-") return this.postfix();
    this.at++;
    if (++this.depth > deepest) throw new ExpressionError("nested too deeply");
    const of = this.unary();
    this.depth--;
    return { kind: "unary", operator, of, text: this.since(start) };
  }

  private postfix(): Expression {
    const start = this.start();
    return this.steps(this.primary(), start);
  }

  /** `.name`, `.0`, `[key]`, and splats, which apply to all the steps after them. */
  private steps(first: Expression, start: number): Expression {
    let of = first;
    for (;;) {
      // A step may be on the next line only within brackets; whitespace before a dot is always allowed.
      this.skip();
      if (this.source.startsWith("...", this.at)) return of;
      if (this.source[this.at] === ".") {
        this.at++;
        this.skip();
        if (this.source[this.at] === "*") {
          this.at++;
          of = this.attributeSplat(of, start);
          continue;
        }
        const digits = this.match(/\d+/y);
        if (digits !== undefined) {
          const key: Expression = { kind: "constant", value: Number(digits), text: digits };
          of = { kind: "index", of, key, text: this.since(start) };
        } else {
          of = { kind: "attribute", of, name: this.name(), text: this.since(start) };
        }
      } else if (this.source[this.at] === "[") {
        this.at++;
        if (this.peek("*")) {
          this.at++;
          this.expect("]");
          return this.splat(of, start);
        }
        const key = this.expression();
        this.expect("]");
        of = { kind: "index", of, key, text: this.since(start) };
      } else return of;
    }
  }

  private splat(of: Expression, start: number): Expression {
    if (++this.depth > deepest) throw new ExpressionError("nested too deeply");
    const each = this.steps({ kind: "name", name: placeholder, text: placeholder }, this.at);
    this.depth--;
    return { kind: "splat", of, each, text: this.since(start) };
  }

  /** `of.*.name`: applies to the attributes after it; an index selects from the whole result. */
  private attributeSplat(of: Expression, start: number): Expression {
    let each: Expression = { kind: "name", name: placeholder, text: placeholder };
    const from = this.at;
    while (this.source[this.at] === "." && this.source[this.at + 1] !== "*") {
      this.at++;
      const digits = this.match(/\d+/y);
      if (digits !== undefined) {
        const key: Expression = { kind: "constant", value: Number(digits), text: digits };
        each = { kind: "index", of: each, key, text: this.since(from) };
      } else each = { kind: "attribute", of: each, name: this.name(), text: this.since(from) };
    }
    return { kind: "splat", of, each, text: this.since(start) };
  }

  private primary(): Expression {
    const start = this.start();
    const char = this.source[this.at];
    if (char === "(") {
      this.at++;
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    if (char === '"') return this.quoted(start);
    if (char === "<" && this.source[this.at + 1] === "<") return this.heredoc(start);
    if (char === "[" || char === "{") return this.collection(char, start);
    const digits = this.match(number);
    if (digits !== undefined) return { kind: "constant", value: Number(digits), text: digits };
    let word = this.name();
    // `provider::aws::arn_parse`
    while (this.source.startsWith("::", this.at)) {
      this.at += 2;
      word += `::${this.name()}`;
    }
    if (word === "true" || word === "false") return { kind: "constant", value: word === "true", text: word };
    if (word === "null") return { kind: "constant", value: null, text: word };
    if (this.peek("(")) {
      this.at++;
      return this.call(word, start);
    }
    return { kind: "name", name: word, text: word };
  }
}
