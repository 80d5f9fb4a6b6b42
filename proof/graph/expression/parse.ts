/** Parses Terraform expressions: the contents of `${…}` in a string of JSON syntax, and whole strings. */
import { Brackets } from "./brackets";
import { ExpressionError } from "./cursor";
import { type BinaryOperator, type Expression, placeholder, precedence } from "./syntax";

/** Deeper than any real expression; the limit protects the parser's call stack. */
const deepest = 100;

const emptyText: Expression = { kind: "constant", value: "", text: "" };

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

  /**
   * Parses up to the closing quote, which is not consumed, the directive that ends this part, or the end of the source.
   */
  private template(quote: '"' | undefined, until: readonly string[] = [], strip = false): Expression[] {
    const parts: Expression[] = [];
    let text = "";
    // After `~}`, whitespace up to the next interpolation or directive is removed.
    let stripped = strip;
    const flush = (before: boolean) => {
      let plain = text;
      // Terraform reads raw text line by line, and strips whitespace within one line only.
      if (stripped) plain = quote ? plain.trimStart() : plain.replace(/^[^\n]*\n?/, (line) => line.trimStart());
      if (before) plain = quote ? plain.trimEnd() : plain.replace(/(?:[^\n]+\n?|\n)$/, (line) => line.trimEnd());
      if (plain !== "") parts.push({ kind: "constant", value: plain, text: plain });
      text = "";
      stripped = false;
    };
    while (this.at < this.source.length) {
      const char = this.source[this.at]!;
      if (char === quote) break;
      if ((char === "$" || char === "%") && this.source.startsWith(`${char}{`, this.at + 1)) {
        text += `${char}{`;
        this.at += 3;
      } else if (char === "$" && this.source[this.at + 1] === "{") {
        this.at += 2;
        flush(this.tilde());
        parts.push(this.expression());
        stripped = this.endOfInsert();
      } else if (char === "%" && this.source[this.at + 1] === "{") {
        const start = this.at;
        this.at += 2;
        flush(this.tilde());
        this.skip();
        const word = this.name();
        if (until.includes(word)) {
          this.ending = word;
          return parts;
        }
        const directive = this.directiveOf(word, quote, start);
        parts.push(directive.expression);
        stripped = directive.strip;
      } else if (quote && char === "\\") {
        text += this.escape();
      } else {
        const next = this.textEnd(quote);
        text += this.source.slice(this.at, next);
        this.at = next;
      }
    }
    if (until.length > 0) throw this.error(`%{ ${until[0]} }`);
    flush(false);
    return parts;
  }

  /** The directive that ended a part of a template: `else`, `endif` or `endfor`. */
  private ending = "";

  private tilde(): boolean {
    if (this.source[this.at] !== "~") return false;
    this.at++;
    return true;
  }

  /** After an interpolation or directive: whether the following whitespace is removed. */
  private endOfInsert(): boolean {
    this.skip();
    const strip = this.tilde();
    this.expect("}");
    return strip;
  }

  /** `%{ if }` as a condition, `%{ for }` as `join("", [for …])`. */
  private directiveOf(word: string, quote: '"' | undefined, start: number): { expression: Expression; strip: boolean } {
    if (++this.depth > deepest) throw new ExpressionError("nested too deeply");
    let expression: Expression;
    if (word === "if") {
      const when = this.expression();
      const then = this.part(quote, ["endif", "else"]);
      const otherwise = this.ending === "else" ? this.part(quote, ["endif"]) : emptyText;
      const strip = this.endOfInsert();
      expression = { kind: "condition", when, then, otherwise, text: this.since(start) };
      this.depth--;
      return { expression, strip };
    }
    if (word !== "for") throw this.error("if or for");
    this.skip();
    const { keyName, valueName, over } = this.forIntro();
    const value = this.part(quote, ["endfor"]);
    const strip = this.endOfInsert();
    const text = this.since(start);
    const items: Expression = { kind: "for", keyName, valueName, over, value, grouped: false, text };
    expression = { kind: "call", name: "join", args: [emptyText, items], spread: false, text };
    this.depth--;
    return { expression, strip };
  }

  /** The part of a template after a directive, up to the next directive that belongs to it. */
  private part(quote: '"' | undefined, until: readonly string[]): Expression {
    const strip = this.endOfInsert();
    const start = this.at;
    const parts = this.template(quote, until, strip);
    return { kind: "template", parts, text: this.source.slice(start, this.at) };
  }

  /** `<<EOT` and `<<-EOT`, up to the marker on a line of its own. */
  private heredoc(start: number): Expression {
    const found = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
    found.lastIndex = this.at;
    const [opening, flush, marker] = found.exec(this.source) ?? [];
    if (opening === undefined) throw this.error("a heredoc");
    const lines: string[] = [];
    let at = this.at + opening.length;
    for (;;) {
      if (at >= this.source.length)
        throw new ExpressionError(`not a Terraform expression: no ${marker} ends the heredoc`);
      const newline = this.source.indexOf("\n", at);
      const line = this.source.slice(at, newline < 0 ? undefined : newline);
      if (line.trim() === marker) {
        this.at = at + line.length;
        break;
      }
      lines.push(line);
      at += line.length + 1;
    }
    const text = this.since(start);
    const indent = flush
      ? Math.min(...lines.filter((line) => line !== "").map((line) => /^ */.exec(line)![0].length))
      : 0;
    const body = lines.map((line) => `${line.slice(Number.isFinite(indent) ? indent : 0)}\n`).join("");
    return { ...parseTemplate(body), text };
  }

  /** The next position where something other than plain text may begin; always later in the text. */
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

  private quoted(start: number): Expression {
    this.at++;
    const parts = this.template('"');
    this.expect('"');
    const text = this.since(start);
    if (parts.length === 0) return { kind: "constant", value: "", text };
    // A single interpolation keeps its type.
    if (parts.length === 1) return { ...parts[0]!, text };
    return { kind: "template", parts, text };
  }
}
