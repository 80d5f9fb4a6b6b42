/** Reads Terraform expressions: what stands within `${…}` in a string of JSON syntax, and such strings as a whole. */
import { Brackets } from "./brackets";
import { ExpressionError } from "./cursor";
import { type BinaryOperator, type Expression, placeholder, precedence } from "./syntax";

/** No expression that people or generators write comes near it; it keeps the parser off the end of the stack. */
const deepest = 100;

const cache = new Map<string, Expression>();
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * A string of Terraform's JSON syntax: an expression where it is wholly one `${…}`, otherwise a template or text.
 * @throws ExpressionError for what isn't an expression, or one that this parser does not know
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

/** An expression by itself, as in `depends_on` or a test. */
export function parseExpression(text: string): Expression {
  return new Parser(text).wholeExpression();
}

class Parser extends Brackets {
  private depth = 0;

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

  /** Up to the closing quote, which is left, or the end of the source. */
  private template(quote: '"' | undefined): Expression[] {
    const parts: Expression[] = [];
    let text = "";
    const flush = () => {
      if (text !== "") parts.push({ kind: "constant", value: text, text });
      text = "";
    };
    while (this.at < this.source.length) {
      const char = this.source[this.at]!;
      if (char === quote) break;
      if ((char === "$" || char === "%") && this.source.startsWith(`${char}{`, this.at + 1)) {
        text += `${char}{`;
        this.at += 3;
      } else if (char === "$" && this.source[this.at + 1] === "{") {
        flush();
        this.at += 2;
        if (this.source[this.at] === "~") this.at++;
        parts.push(this.expression());
        if (this.peek("~")) this.at++;
        this.expect("}");
      } else if (char === "%" && this.source[this.at + 1] === "{") {
        throw new ExpressionError("template directives are not followed");
      } else if (quote && char === "\\") {
        text += this.escape();
      } else {
        const next = this.textEnd(quote);
        text += this.source.slice(this.at, next);
        this.at = next;
      }
    }
    flush();
    return parts;
  }

  /** The next place where something other than plain text may stand; always further on. */
  private textEnd(quote: string | undefined): number {
    let end = this.at + 1;
    while (end < this.source.length) {
      const char = this.source[end]!;
      if (char === "$" || char === "%" || (quote && (char === quote || char === "\\"))) break;
      end++;
    }
    return end;
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
    // `=>` ends a key and `<=` is not `<`: a one-character operator must not be the start of another.
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

  /** `.name`, `.0`, `[key]`, and splats, which take all the steps behind them. */
  private steps(first: Expression, start: number): Expression {
    let of = first;
    for (;;) {
      // A step may stand on the next line only within brackets; blanks before a dot are allowed all the same.
      this.skip();
      if (this.source.startsWith("...", this.at)) return of;
      if (this.source[this.at] === ".") {
        this.at++;
        this.skip();
        if (this.source[this.at] === "*") {
          this.at++;
          return this.splat(of, start);
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
    if (char === "[" || char === "{") return this.collection(char, start);
    const digits = this.match(number);
    if (digits !== undefined) return { kind: "constant", value: Number(digits), text: digits };
    const word = this.name();
    if (word === "true" || word === "false") return { kind: "constant", value: word === "true", text: word };
    if (word === "null") return { kind: "constant", value: null, text: word };
    if (this.peek("(")) {
      this.at++;
      return this.call(word, start);
    }
    return { kind: "name", name: word, text: word };
  }

  private quoted(start: number): Expression {
    this.at++;
    const parts = this.template('"');
    this.expect('"');
    const text = this.since(start);
    if (parts.length === 0) return { kind: "constant", value: "", text };
    if (parts.length === 1 && parts[0]!.kind === "constant") return { ...parts[0]!, text };
    return { kind: "template", parts, text };
  }
}
