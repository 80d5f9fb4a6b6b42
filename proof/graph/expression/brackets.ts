/** Parses the contents of brackets: arguments of functions, tuples, objects, and `for`. */
import { Cursor } from "./cursor";
import { type Expression } from "./syntax";

export abstract class Brackets extends Cursor {
  /** An expression inside brackets or after a comma. */
  protected abstract expression(): Expression;

  protected call(word: string, start: number): Expression {
    const args: Expression[] = [];
    let spread = false;
    while (!this.peek(")")) {
      args.push(this.expression());
      this.skip();
      if (this.source.startsWith("...", this.at)) {
        spread = true;
        this.at += 3;
      }
      if (!this.peek(",")) break;
      this.at++;
    }
    this.expect(")");
    return { kind: "call", name: word, args, spread, text: this.since(start) };
  }

  protected collection(open: "[" | "{", start: number): Expression {
    this.at++;
    const close = open === "[" ? "]" : "}";
    this.skip();
    if (/^for\s/.test(this.source.slice(this.at, this.at + 4))) return this.forExpression(close, start);
    const items: Expression[] = [];
    const entries: [Expression, Expression][] = [];
    while (!this.peek(close)) {
      if (open === "[") items.push(this.expression());
      else entries.push(this.entry());
      if (this.peek(",")) this.at++;
      else if (open === "[" && !this.peek(close)) throw this.error("',' or ']'");
    }
    this.expect(close);
    const text = this.since(start);
    return open === "[" ? { kind: "tuple", items, text } : { kind: "object", entries, text };
  }

  private entry(): [Expression, Expression] {
    const parsed = this.expression();
    // A bare word is a literal key, not a reference.
    const key: Expression =
      parsed.kind === "name" ? { kind: "constant", value: parsed.name, text: parsed.text } : parsed;
    this.skip();
    if (this.source[this.at] !== "=" && this.source[this.at] !== ":") throw this.error("'='");
    this.at++;
    return [key, this.expression()];
  }

  /** `key, value in over` */
  protected forIntro(): { keyName?: string; valueName: string; over: Expression } {
    this.skip();
    const first = this.name();
    let second: string | undefined;
    if (this.peek(",")) {
      this.at++;
      this.skip();
      second = this.name();
    }
    this.skip();
    if (this.name() !== "in") throw this.error("'in'");
    const over = this.expression();
    return second === undefined ? { valueName: first, over } : { keyName: first, valueName: second, over };
  }

  private forExpression(close: string, start: number): Expression {
    this.at += 3;
    this.skip();
    const { keyName, valueName, over } = this.forIntro();
    this.expect(":");
    let value = this.expression();
    let key: Expression | undefined;
    this.skip();
    if (close === "}") {
      if (!this.source.startsWith("=>", this.at)) throw this.error("'=>'");
      this.at += 2;
      key = value;
      value = this.expression();
      this.skip();
    }
    const grouped = this.source.startsWith("...", this.at);
    if (grouped) this.at += 3;
    this.skip();
    let where: Expression | undefined;
    if (/^if\b/.test(this.source.slice(this.at, this.at + 3))) {
      this.at += 2;
      where = this.expression();
    }
    this.expect(close);
    return { kind: "for", keyName, valueName, over, key, value, where, grouped, text: this.since(start) };
  }
}
