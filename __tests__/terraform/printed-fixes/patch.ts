/** Inserts a printed fix in a folder of Terraform, as a user would who follows its text. */
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { closing, entriesIn, type Entry, itemsIn, type Span, trimmed } from "./hcl-text";

/** A part of a printed fix: whole blocks for a module, or entries for one block. */
export interface Piece {
  /** `module.uploads`, or empty for the root module. */
  readonly module: string;
  /**
   * `aws_ecs_task_definition.web`, `volume "objects"`; `module.store` for the arguments of its call; undefined for
   * whole blocks.
   */
  readonly place: readonly string[];
  readonly text: string;
}

/** The header of a whole block. */
export const removal = /^# remove (aws_[\w.-]+)$/;
const placeComment = /^# in (.*)$/;
const modulePath = /^((?:module\.[\w-]+\.?)*)/;

export function piecesOf(terraform: string): Piece[] {
  const pieces: Piece[] = [];
  let [module, place, lines]: [string, string[], string[]] = ["", [], []];
  const finish = () => {
    const text = lines.join("\n").trim();
    // A fix for a manifest is not Terraform.
    if (text !== "" && place[0] !== "the Kubernetes manifests") pieces.push({ module, place, text });
    [module, place, lines] = ["", [], []];
  };
  let open = false;
  for (const line of terraform.split("\n")) {
    const found = placeComment.exec(line)?.[1];
    if (found !== undefined) {
      finish();
      const call = /^the call of (.*?)\.?(module\.[\w-]+)$/.exec(found);
      if (call) {
        [module, place] = [call[1]!, [call[2]!]];
        continue;
      }
      const steps = stepsOf(found);
      const path = modulePath.exec(steps[0]!)![1]!;
      const own = steps[0]!.slice(path.length);
      [module, place] = [path.replace(/\.$/, ""), own === "" ? [] : [own, ...steps.slice(1)]];
      continue;
    }
    // A blank line ends a piece, unless it is inside a block.
    if (line === "" && !open) {
      finish();
      continue;
    }
    lines.push(line);
    open = !isBalanced(lines.join("\n"));
  }
  finish();
  return pieces;
}

/** Steps are separated by commas, which a quoted name may contain too. */
function stepsOf(place: string): string[] {
  return place.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g)!.map((step) => step.trim());
}

function isBalanced(text: string): boolean {
  try {
    const wrapped = `{${text}\n}`;
    return closing(wrapped, 0) === wrapped.length - 1;
  } catch {
    return false;
  }
}

export function applyFix(folder: string, terraform: string): void {
  for (const piece of piecesOf(terraform)) {
    const at = moduleFolder(folder, piece.module);
    const removed = piece.place.length === 0 ? removal.exec(piece.text)?.[1] : undefined;
    if (removed !== undefined) remove(at, removed);
    else if (piece.place.length === 0) appendFileSync(join(at, "main.tf"), `\n${piece.text}\n`);
    else edit(at, piece);
  }
}

function moduleFolder(folder: string, module: string): string {
  return module
    .split(".")
    .filter((name) => name !== "" && name !== "module")
    .reduce((at, name) => {
      const call = blockIn(at, `module "${name}"`);
      const source = [...entriesIn(call.text, call.entry.inner)].find((one) => one.name === "source")!;
      return join(at, JSON.parse(call.text.slice(source.inner.start, source.inner.end)) as string);
    }, folder);
}

function blockIn(folder: string, header: string) {
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".tf"))) {
    const text = readFileSync(join(folder, name), "utf8");
    const entry = [...entriesIn(text, { start: 0, end: text.length })].find((one) => one.header === header);
    if (entry) return { file: join(folder, name), text, entry };
  }
  throw new Error(`no ${header} in ${folder}`);
}

function edit(folder: string, { place: [address, ...steps], text: fix }: Piece): void {
  const { file, text, entry } = blockIn(folder, headerOf(address!));
  writeFileSync(file, edited(text, entry.inner, steps, fix));
}

function remove(folder: string, address: string): void {
  const { file, text, entry } = blockIn(folder, headerOf(address));
  writeFileSync(file, text.slice(0, entry.start) + text.slice(entry.end));
}

function headerOf(address: string): string {
  const [, data, type, name] = /^(data\.)?([\w-]+)\.([\w-]+)$/.exec(address)!;
  if (type === "module") return `module "${name}"`;
  return `${data ? "data" : "resource"} "${type}" "${name}"`;
}

function edited(text: string, within: Span, steps: readonly string[], fix: string): string {
  const [step, ...inner] = steps;
  if (step === undefined) return withBody(text, within, fix);
  const more = /^one more (\w+)$/.exec(step);
  if (more) {
    const list = only(named(text, within, more[1]!), step);
    return withItem(text, list.inner, fix);
  }
  const end = /^at the end of (\w+)$/.exec(step);
  if (end) return withText(text, only(named(text, within, end[1]!), step).inner, fix);
  return edited(text, bodyOf(text, only(chosen(text, within, step), step)), inner, fix);
}

function only(found: readonly Entry[], step: string): Entry {
  if (found.length !== 1) throw new Error(`${found.length} of ${step}`);
  return found[0]!;
}

function named(text: string, within: Span, name: string): Entry[] {
  return [...entriesIn(text, within)].filter((entry) => entry.name === name);
}

/** The meaning of a step: `volume "objects"`, `mountPoints at "/srv"`, `Statement 2`, `runtime_platform`. */
function chosen(text: string, within: Span, step: string): Entry[] {
  const [, name, key, number] = /^(\w+)(?: (?:at )?("(?:.*)")| (\d+))?$/.exec(step) ?? [];
  if (name === undefined) throw new Error(`no place: ${step}`);
  const entries = named(text, within, name);
  const all = entries.length === 1 && !entries[0]!.header ? (members(text, entries[0]!) ?? entries) : entries;
  if (number !== undefined) return all.slice(Number(number) - 1, Number(number));
  if (key === undefined) return all;
  const attribute = step.includes(" at ") ? "containerPath" : "name";
  return all.filter((entry) => {
    const own = named(text, bodyOf(text, entry), attribute);
    return own.some(({ inner }) => text.slice(inner.start, inner.end) === key);
  });
}

/** The items if the value is a list of objects, written directly or in `jsonencode`. */
function members(text: string, { inner }: Entry): Entry[] | undefined {
  const value = unwrapped(text, inner);
  if (text[value.start] !== "[") return undefined;
  return [...itemsIn(text, { start: value.start + 1, end: value.end - 1 })];
}

/** Without `jsonencode( )`. */
function unwrapped(text: string, value: Span): Span {
  const call = /^jsonencode\(/.exec(text.slice(value.start, value.end));
  return call ? trimmed(text, { start: value.start + call[0].length, end: value.end - 1 }) : value;
}

/** The text between the braces of a block, or of an object that is an attribute's value. */
function bodyOf(text: string, { header, inner }: Entry): Span {
  if (header !== undefined) return inner;
  const value = unwrapped(text, inner);
  if (text[value.start] !== "{") throw new Error(`no object: ${text.slice(value.start, value.end)}`);
  return { start: value.start + 1, end: value.end - 1 };
}

function withItem(text: string, list: Span, item: string): string {
  if (text[list.start] !== "[") throw new Error(`no list: ${text.slice(list.start, list.end)}`);
  const last = trimmed(text, { start: list.start + 1, end: list.end - 1 });
  const comma = last.start === last.end || text[last.end - 1] === "," ? "" : ",";
  return `${text.slice(0, last.end)}${comma}\n${item}\n${text.slice(list.end - 1)}`;
}

/** After the last line of a heredoc, with the same indentation. */
function withText(text: string, { start, end }: Span, added: string): string {
  const lines = text.slice(start, end).split("\n");
  const at = lines.findLastIndex((line) => /^\s*[A-Z]+\)*$/.test(line));
  const indent = /^\s*/.exec(lines[at - 1]!)![0];
  lines.splice(at, 0, ...added.split("\n").map((line) => `${indent}${line}`));
  return text.slice(0, start) + lines.join("\n") + text.slice(end);
}

/**
 * A body with the entries of a fix: attributes that exist are replaced, blocks are added, and entries to remove are
 * omitted.
 */
function withBody(before: string, within: Span, fix: string): string {
  let text = before;
  let { end } = within;
  const replace = (span: Span, by: string) => {
    text = text.slice(0, span.start) + by + text.slice(span.end);
    end += by.length - (span.end - span.start);
  };
  for (const [, step] of fix.matchAll(/^# remove (.*)$/gm)) {
    const gone = only(chosen(text, { start: within.start, end }, step!), step!);
    const comma = text[gone.end] === "," ? 1 : 0;
    replace({ start: gone.start, end: gone.end + comma }, "");
  }
  for (const entry of entriesIn(fix, { start: 0, end: fix.length })) {
    const written = fix.slice(entry.start, entry.end);
    const [existing] = entry.header ? [] : named(text, { start: within.start, end }, entry.name);
    if (existing) replace(existing, written);
    else replace(behind(text, { start: within.start, end }), `\n${written}\n`);
  }
  return text;
}

/** The place after the last entry. */
function behind(text: string, within: Span): Span {
  const last = [...entriesIn(text, within)].at(-1)?.end ?? within.start;
  return { start: last, end: last + (text[last] === "," ? 1 : 0) };
}
