/**
 * Adds an entry to a mapping or list of a YAML file as text: every other character of the file stays as it is, comments
 * included, which a file written anew would not guarantee.
 */
import { isCollection, isMap, isScalar, isSeq, type Node, parseDocument, type Scalar, visit, type YAMLMap } from "yaml";

import { AdoptError } from "./note";

/**
 * The text with an entry added at the end of a top-level mapping or list, which is created if the file has none.
 *
 * @param key the top-level property, such as `workloadVpcs`
 * @param entry the entry in block style, without indentation: `apps:\n  account: apps\n` or `- statement: …\n`
 * @throws AdoptError if the file is not written in a form that text can be added to
 */
export function insert(file: string, text: string, key: string, entry: string): string {
  const end = /\r\n/.test(text) ? "\r\n" : "\n";
  const { contents } = parseDocument(text, { uniqueKeys: false, logLevel: "silent" });
  const pair = isMap(contents)
    ? contents.items.find((item) => isScalar(item.key) && item.key.value === key)
    : undefined;
  const lines = (indent: number) =>
    entry
      .trimEnd()
      .split("\n")
      .map((line) => (line === "" ? "" : " ".repeat(indent) + line));
  const joined = (indent: number) => `${lines(indent).join(end)}${end}`;
  if (pair === undefined) {
    if (!isMap(contents) || contents.flow) throw inFlow(file, key);
    const at = endOfLine(text, lastOffset(contents));
    const before = endsWithBreak(text.slice(0, at)) ? "" : end;
    return `${text.slice(0, at)}${before}${end}${key}:${end}${joined(2)}${text.slice(at)}`;
  }
  const value = pair.value as Node | null;
  const isEmpty = value === null || (isScalar(value) && value.value === null);
  const keyEnd = (pair.key as Scalar).range?.[1] ?? 0;
  if (isEmpty) return addedAt(text, endOfLine(text, keyEnd), end, joined(2));
  if (!isCollection(value) || (value.flow && value.items.length > 0)) throw inFlow(file, key);
  if (value.flow) {
    // `workloadVpcs: {}` loses its braces.
    const [start = 0, stop = 0] = value.range ?? [];
    const kept = text.slice(0, start).trimEnd();
    return addedAt(`${kept}${text.slice(stop)}`, endOfLine(`${kept}${text.slice(stop)}`, kept.length), end, joined(2));
  }
  const indent = columnOf(text, firstOffset(value));
  return addedAt(text, endOfComments(text, endOfLine(text, lastOffset(value)), indent), end, joined(indent));
}

function inFlow(file: string, key: string): AdoptError {
  return new AdoptError([
    `${file} was not changed: ${key} should be written in block style, one entry per line; or add what adopt prints without --into`,
  ]);
}

function addedAt(text: string, at: number, end: string, added: string): string {
  const before = at === 0 || endsWithBreak(text.slice(0, at)) ? "" : end;
  return `${text.slice(0, at)}${before}${added}${text.slice(at)}`;
}

function endsWithBreak(text: string): boolean {
  return text.endsWith("\n");
}

/** The first character of the line after an offset, or the end of the text. */
function endOfLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const at = text.indexOf("\n", offset);
  return at === -1 ? text.length : at + 1;
}

/** Comments that are indented like an entry, or deeper, belong to the entries before them. */
function endOfComments(text: string, from: number, indent: number): number {
  let end = from;
  for (let at = from; at < text.length;) {
    const next = endOfLine(text, at === from ? at + 1 : at + 1);
    const line = text.slice(at, next);
    const [, space = "", first] = /^([ \t]*)(\S?)/.exec(line) ?? [];
    if (first === "#" && indent > 0 && space.length >= indent) end = next;
    else if (first !== "") break;
    at = next;
  }
  return end;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** The offset of the first key of a mapping, or of the first dash of a list. */
function firstOffset(node: Node): number {
  if (isMap(node)) return ((node as YAMLMap).items[0]?.key as Scalar | undefined)?.range?.[0] ?? 0;
  return node.range?.[0] ?? 0;
}

/** The end of the last scalar or bracket below a node, before comments that follow it. */
function lastOffset(node: Node): number {
  let last = 0;
  visit(node, (_, each) => {
    const isBlock = (isMap(each) || isSeq(each)) && !each.flow;
    const range = isBlock ? undefined : (each as Partial<Node>).range;
    if (range) last = Math.max(last, range[1]);
  });
  return last;
}
