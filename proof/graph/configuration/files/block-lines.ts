/** The positions of resource blocks in their files, which the parsers do not return. */
import { linesOfResources } from "../../json/json-lines";
import { isRecord, type JsonObject, labelled, property } from "../../json/json-syntax";

/** A block's file and line. */
export interface SourcePlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

const places = new WeakMap<JsonObject, SourcePlace>();

/** The position of a block, if it was read from a folder of Terraform; `body` is the body of the block. */
export function placeOf(body: JsonObject): SourcePlace | undefined {
  return places.get(body);
}

/** A block keeps its position if an override changes it. */
export function keepPlace(from: JsonObject, to: JsonObject): void {
  const place = places.get(from);
  if (place) places.set(to, place);
}

/** Records, for each body in the JSON of a file, where its block begins. */
export function markPlaces(file: string, text: string, json: JsonObject): void {
  for (const { section, type, name, line } of blocksIn(text)) {
    const labelled = property(json[section], type);
    const body = section === "module" ? labelled : property(labelled, name);
    if (isRecord(body)) places.set(body, { file, line });
  }
}

/** The same for a file in JSON syntax. Its lines are counted when one is asked for. */
export function markJsonPlaces(file: string, text: () => string, json: JsonObject): void {
  let lines: ReadonlyMap<string, number> | undefined;
  for (const section of ["resource", "data"]) {
    for (const { type, name, body } of labelled(json[section])) {
      const lineOf = () => (lines ??= linesOfResources(text())).get(`${section}.${type}.${name}`) ?? 1;
      places.set(body, {
        file,
        get line() {
          return lineOf();
        },
      });
    }
  }
}

/** Comments, strings without interpolated quotes, heredocs, brackets, line breaks, and the beginnings of blocks. */
const token =
  /#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/|<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n[^]*?\n[ \t]*\1(?=\r?\n|$)|(?<=^|\n)[ \t]*(resource|data|module)[ \t]+"?([\w-]+)"?(?:[ \t]+"?([\w-]+)"?)?[ \t]*\{|"|[{}\n]/gu;

function* blocksIn(text: string): Iterable<{ section: string; type: string; name: string; line: number }> {
  let [line, depth, counted] = [1, 0, 0];
  token.lastIndex = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [whole, , section, type, name] = found;
    for (; counted < found.index; counted++) if (text[counted] === "\n") line++;
    if (whole === '"') token.lastIndex = endOfString(text, found.index);
    else if (section !== undefined) {
      if (depth === 0) yield { section, type: type!, name: name ?? "", line };
      depth++;
    } else if (whole === "{") depth++;
    else if (whole === "}") depth--;
  }
}

/** The position after the quote that ends a string, which may contain interpolations with strings of their own. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const char = text[at];
    if (char === "\\") at += 2;
    else if (char === '"') return at + 1;
    else if ((char === "$" || char === "%") && text[at + 1] === "{") {
      // `$${` and `%%{` are text.
      at = text[at - 1] === char ? at + 2 : endOfInsert(text, at + 2);
    } else at++;
  }
  return at;
}

function endOfInsert(text: string, start: number): number {
  let [at, depth] = [start, 1];
  while (at < text.length && depth > 0) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else {
      if (char === "{") depth++;
      if (char === "}") depth--;
      at++;
    }
  }
  return at;
}
