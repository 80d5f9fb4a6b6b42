/** Parses templates: quoted strings, heredocs, and the interpolations and directives in them. */
import { Brackets } from "./brackets";
import { ExpressionError } from "./cursor";
import { type Expression } from "./syntax";

/** Deeper than any real expression; the limit protects the parser's call stack. */
export const deepest = 100;

const emptyText: Expression = { kind: "constant", value: "", text: "" };

export abstract class Templates extends Brackets {
  protected depth = 0;

  /** Parses the text of a heredoc, where a backslash escapes nothing. */
  protected abstract templateOf(text: string): Expression;

  /**
   * Parses up to the closing quote, which is not consumed, the directive that ends this part, or the end of the source.
   */
  protected template(quote: '"' | undefined, until: readonly string[] = [], strip = false): Expression[] {
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
  protected heredoc(start: number): Expression {
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
    return { ...this.templateOf(body), text };
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

  protected quoted(start: number): Expression {
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
