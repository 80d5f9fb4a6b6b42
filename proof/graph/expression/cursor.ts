/** A position in the text of an expression, with the operations that advance it. */

export class ExpressionError extends Error {}

const name = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const space = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;

export class Cursor {
  protected at = 0;

  constructor(protected readonly source: string) {}

  protected name(): string {
    const found = this.match(name);
    if (found === undefined) throw this.error("a name");
    return found;
  }

  protected match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    if (found) this.at += found.length;
    return found;
  }

  protected start(): number {
    this.skip();
    return this.at;
  }

  protected skip(): void {
    const code = this.source.charCodeAt(this.at);
    // Whitespace, newlines, `#` and `/`: usually there is nothing to skip.
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9 && code !== 35 && code !== 47) return;
    space.lastIndex = this.at;
    this.at += space.exec(this.source)?.[0].length ?? 0;
  }

  protected peek(char: string): boolean {
    this.skip();
    return this.source[this.at] === char;
  }

  protected expect(char: string): void {
    if (!this.peek(char)) throw this.error(`'${char}'`);
    this.at++;
  }

  protected since(start: number): string {
    return this.source.slice(start, this.at);
  }

  protected error(wanted: string): ExpressionError {
    const got = this.at < this.source.length ? `'${this.source[this.at]}'` : "the end";
    return new ExpressionError(`not a Terraform expression: expected ${wanted} at ${this.at}, got ${got}`);
  }

  protected escape(): string {
    const letter = this.source[this.at + 1] ?? "";
    const simple = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" }[letter];
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    const digits = letter === "u" ? 4 : letter === "U" ? 8 : 0;
    const code = Number.parseInt(this.source.slice(this.at + 2, this.at + 2 + digits), 16);
    if (digits === 0 || !(code >= 0 && code <= 0x10ffff)) throw this.error("an escape");
    this.at += 2 + digits;
    return String.fromCodePoint(code);
  }
}
