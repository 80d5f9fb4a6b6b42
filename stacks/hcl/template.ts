/**
 * Writes a string of Terraform's JSON syntax as HCL: the expression itself if the whole string is one `${…}`, otherwise a
 * quoted template.
 */
export function templateText(text: string): string {
  const pieces = piecesOf(text);
  const [only] = pieces;
  if (pieces.length === 1 && only?.isExpression && only.text.startsWith("$")) return only.text.slice(2, -1).trim();
  return quotedTemplate(pieces);
}

/** The key of an object: a name as it is, anything else quoted. */
export function keyText(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? key : quotedTemplate(piecesOf(key));
}

interface Piece {
  /** With its delimiters, if it is an expression. */
  readonly text: string;
  readonly isExpression: boolean;
}

function quotedTemplate(pieces: readonly Piece[]): string {
  return `"${pieces.map(({ text, isExpression }) => (isExpression ? text : escaped(text))).join("")}"`;
}

/** JSON and HCL have the same escapes, except for those of the rarest control characters. */
function escaped(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\[bf]/g, (escape) => (escape === "\\b" ? "\\u0008" : "\\u000c"));
}

/** The text and the `${…}` and `%{…}` of a template. `$${` and `%%{` are text. */
function piecesOf(template: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (let at = 0; at < template.length;) {
    const width = openingAt(template, at);
    if (width !== 2) at += width || 1;
    else {
      const end = endOfExpression(template, at + 2);
      if (at > start) pieces.push({ text: template.slice(start, at), isExpression: false });
      pieces.push({ text: template.slice(at, end), isExpression: true });
      start = at = end;
    }
  }
  if (start < template.length || pieces.length === 0) pieces.push({ text: template.slice(start), isExpression: false });
  return pieces;
}

/** The length of the opening at a position: 2 of `${` and `%{`, 3 of the escaped `$${` and `%%{`, 0 of anything else. */
function openingAt(text: string, at: number): 0 | 2 | 3 {
  const sign = text[at];
  if (sign !== "$" && sign !== "%") return 0;
  if (text[at + 1] === "{") return 2;
  return text[at + 1] === sign && text[at + 2] === "{" ? 3 : 0;
}

/** The position after the brace that closes an expression, which may hold braces and strings with expressions. */
function endOfExpression(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return at + 1;
    else if (character === '"') at = endOfString(text, at + 1) - 1;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = start; at < text.length;) {
    const width = openingAt(text, at);
    if (text[at] === '"') return at + 1;
    if (text[at] === "\\") at += 2;
    else at = width === 2 ? endOfExpression(text, at + 2) : at + (width || 1);
  }
  return text.length;
}
