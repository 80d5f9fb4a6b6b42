/** Whether a text matches a pattern with wildcards, both of which may contain unknown parts. */
import { type Graph } from "../../graph/graph";
import { unknownValue, type Value } from "../../graph/model";
import { type Judgement, NO, open, YES } from "../../graph/ternary";
import { anyCharacter, anyText, type Atom, type Piece, type PolicyText } from "./policy-text";

/**
 * Decides for certain, or returns the unknown part.
 * @param fold whether to ignore case
 */
export function matches(graph: Graph, pattern: PolicyText, text: PolicyText, fold = false): Judgement {
  if (pattern.length === 1 && pattern[0] === anyText) return YES;
  if (isPlain(pattern) && isPlain(text)) return alike(pattern[0] ?? "", text[0] ?? "", fold) ? YES : NO;
  if (isApart(pattern, text, fold)) return NO;
  if (isPlain(text) && pattern.every((piece) => typeof piece === "string" || piece === anyText)) {
    return fitsPlain(pattern as readonly (string | typeof anyText)[], text[0] as string | undefined, fold) ? YES : NO;
  }
  if (pattern.length === text.length && pattern.every((piece, at) => alike(piece, text[at]!, fold))) return YES;
  const [symbols, others] = [symbolsOf(pattern), symbolsOf(text)];
  if (fits(symbols, others, fold, false)) return YES;
  if (!fits(symbols, others, fold, true)) return NO;
  const [first, second] = withoutCommon(symbols, others);
  const [mine, theirs] = [single(first), single(second)];
  if (mine && theirs && graph.same(mine, theirs) === "no") return NO;
  const value = [...first, ...second].find(isAtom)?.value;
  return open(
    value?.kind === "unknown" ? value : unknownValue(value ? graph.describe(value) : "", "is known only after apply"),
  );
}

function isPlain(text: PolicyText): boolean {
  return text.length === 0 || (text.length === 1 && typeof text[0] === "string");
}

/** Compares literal beginnings and ends first, which decides most comparisons. */
function isApart(pattern: PolicyText, text: PolicyText, fold: boolean): boolean {
  const [first, second] = [pattern[0], text[0]];
  if (typeof first === "string" && typeof second === "string") {
    const length = Math.min(first.length, second.length);
    if (!alike(first.slice(0, length), second.slice(0, length), fold)) return true;
  }
  const [last, other] = [pattern[pattern.length - 1], text[text.length - 1]];
  if (typeof last !== "string" || typeof other !== "string") return false;
  const length = Math.min(last.length, other.length);
  return !alike(last.slice(last.length - length), other.slice(other.length - length), fold);
}

/** The usual case of text and `*` only: the part between two stars can be matched at its first occurrence. */
function fitsPlain(pattern: readonly (string | typeof anyText)[], whole = "", fold: boolean): boolean {
  const text = fold ? whole.toLowerCase() : whole;
  let at = 0;
  for (const [index, piece] of pattern.entries()) {
    if (typeof piece !== "string") continue;
    const part = fold ? piece.toLowerCase() : piece;
    const isLast = index === pattern.length - 1;
    const found =
      index === 0 ? (text.startsWith(part) ? 0 : -1) : isLast ? lastPlace(text, part, at) : text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return pattern[pattern.length - 1] === anyText || at === text.length;
}

function lastPlace(text: string, part: string, from: number): number {
  return text.length - part.length >= from && text.endsWith(part) ? text.length - part.length : -1;
}

/** One piece per character. */
function symbolsOf(text: PolicyText): readonly Piece[] {
  return text.flatMap((piece): readonly Piece[] => (typeof piece === "string" ? [...piece] : [piece]));
}

/** A table of matching prefixes of pattern and text. With `anyAtom`, an unknown part matches anything. */
function fits(pattern: readonly Piece[], text: readonly Piece[], fold: boolean, anyAtom: boolean): boolean {
  let row = new Array<boolean>(text.length + 1).fill(false);
  row[0] = true;
  if (anyAtom) for (let at = 1; at <= text.length; at++) row[at] = row[at - 1]! && isLong(text[at - 1]!);
  for (const symbol of pattern) {
    const next = new Array<boolean>(text.length + 1).fill(false);
    const stretches = symbol === anyText || (anyAtom && isLong(symbol));
    next[0] = row[0]! && stretches;
    for (let at = 1; at <= text.length; at++) {
      const other = text[at - 1]!;
      const [here, there] = [stretches && mayHold(symbol, other), anyAtom && isLong(other) && mayHold(other, symbol)];
      next[at] =
        (stretches && row[at]!) ||
        (anyAtom && isLong(other) && next[at - 1]!) ||
        (here && (next[at - 1]! || row[at - 1]!)) ||
        (there && (row[at]! || row[at - 1]!)) ||
        (row[at - 1]! && (alike(symbol, other, fold) || (anyAtom && mayBeAlike(symbol, other))));
    }
    row = next;
  }
  return row[text.length]!;
}

/** Whether an unknown part, or `*`, can contain the other. */
function mayHold(piece: Piece, other: Piece): boolean {
  return !(isAtom(piece) && piece.part && (other === ":" || other === "/"));
}

function isAtom(piece: Piece): piece is Atom {
  return typeof piece === "object";
}

/** An atom of any length. */
function isLong(piece: Piece): piece is Atom {
  return isAtom(piece) && !piece.single;
}

/** Whether one of them is an unknown character that can equal the other. */
function mayBeAlike(piece: Piece, other: Piece): boolean {
  const [a, b]: [Piece, Piece] = isAtom(piece) ? [piece, other] : [other, piece];
  return isAtom(a) && a.single === true && (isAtom(b) || typeof b === "string") && mayHold(a, b);
}

function alike(piece: Piece, other: Piece, fold: boolean): boolean {
  if (typeof piece === "string" && typeof other === "string") {
    return piece === other || (fold && piece.toLowerCase() === other.toLowerCase());
  }
  if (piece === anyCharacter)
    return isAtom(other) ? other.single === true : typeof other === "string" && [...other].length === 1;
  return isAtom(piece) && isAtom(other) && piece.name === other.name;
}

function withoutCommon(a: readonly Piece[], b: readonly Piece[]): [readonly Piece[], readonly Piece[]] {
  let start = 0;
  while (start < a.length && start < b.length && alike(a[start]!, b[start]!, false)) start++;
  let end = 0;
  const longest = Math.min(a.length, b.length) - start;
  while (end < longest && alike(a[a.length - 1 - end]!, b[b.length - 1 - end]!, false)) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

/** The value of a text that is completely unknown, or completely known. */
function single(text: readonly Piece[]): Value | undefined {
  if (text.length === 1 && isAtom(text[0]!)) return text[0].value;
  return text.length > 0 && text.every((piece) => typeof piece === "string")
    ? { kind: "literal", value: text.join("") }
    : undefined;
}
