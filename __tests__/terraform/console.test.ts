/**
 * Compares the evaluator of expressions with the real `terraform console`: the results must be equal, or unknown here.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { evaluateText } from "../../proof/graph/expression/evaluate";
import { type Scope } from "../../proof/graph/expression/scope";
import { unknownValue, type Value } from "../../proof/graph/model";

const nothing: Scope = {
  follow: (value) => value,
  lookup: (_name, _path, text) => unknownValue(text, "no names here"),
};

/** The evaluator's result for an expression; undefined if it is not completely known. */
function own(expression: string): { json: unknown } | undefined {
  const value = evaluateText(`\${jsonencode([${expression}])}`, nothing);
  return value.kind === "json" ? plain(value.of) : undefined;
}

function plain(value: Value): { json: unknown } | undefined {
  if (value.kind === "literal") return { json: value.value };
  if (value.kind === "list" && !value.unknownRest) {
    const items = value.items.map(plain);
    return items.every((item) => item) ? { json: items.map((item) => item!.json) } : undefined;
  }
  if (value.kind === "object" && !value.unknownRest) {
    const entries = [...value.entries].map(([key, entry]) => [key, plain(entry)] as const);
    if (!entries.every(([, entry]) => entry)) return undefined;
    return { json: Object.fromEntries(entries.map(([key, entry]) => [key, entry!.json])) };
  }
  // A text with JSON in a value.
  const text = value.kind === "json" ? evaluateText("${lower(x)}", { ...nothing, lookup: () => value }) : undefined;
  return text?.kind === "literal" ? { json: text.value } : undefined;
}

/** Terraform's result for each expression; undefined if it reports an error. */
function console(expressions: readonly string[]): ({ json: unknown } | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-console-"));
  try {
    // The console prints only the last of several expressions, so all of them are combined in one.
    const lines = expressions.map((expression) => `try(base64encode(jsonencode([${expression}])), ""),`);
    writeFileSync(join(folder, "main.tf"), `locals {\n  all = [\n${lines.join("\n")}\n]\n}\n`);
    const { stdout, stderr } = spawnSync("terraform", ["console"], {
      cwd: folder,
      input: 'join(" ", local.all)\n',
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: undefined },
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    const found = stdout.trim().replaceAll('"', "").split(" ");
    if (found.length !== expressions.length) throw new Error(`${stdout}${stderr}`);
    return found.map((coded) => {
      const text = Buffer.from(coded, "base64").toString("utf8");
      return text === "" ? undefined : { json: JSON.parse(text) as unknown };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function differences(expressions: readonly string[], mayBeUnknown: boolean): string[] {
  const real = console(expressions);
  return expressions.flatMap((expression, at) => {
    const [mine, theirs] = [own(expression), real[at]];
    if (mine === undefined && (mayBeUnknown || theirs === undefined)) return [];
    // An expression that Terraform itself refuses is never applied.
    if (mayBeUnknown && theirs === undefined) return [];
    const [got, wanted] = [mine, theirs].map((value) =>
      value ? JSON.stringify(sorted(value.json)) : "unknown or an error",
    );
    return got === wanted ? [] : [`${expression} is ${wanted}, got ${got}`];
  });
}

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]: [string, unknown]) => [key, sorted(value)]));
}

/** By function; both sides must return a value, or both an error. */
const examples = readFileSync(join(__dirname, "fixtures/expressions.txt"), "utf8").trimEnd().split("\n");

test("functions, operators and templates have the same results as in Terraform", () => {
  expect(differences(examples, false)).toEqual([]);
});

const texts = fc.constantFrom('"a"', '"b-1"', '"A b"', '""', '"10"', '"x,y"', '"true"', '"$${z}"');
const numbers = fc.constantFrom("0", "1", "2", "-3", "2.5", "10");

const { expression } = fc.letrec<{
  text: string;
  number: string;
  truth: string;
  list: string;
  map: string;
  expression: string;
}>((tie) => ({
  text: fc.oneof(
    { depthSize: "small" },
    texts,
    tie("text").map((a) => `upper(${a})`),
    fc.tuple(tie("text"), tie("number")).map(([a, b]) => `"${"${"}${a}}/${"${"}${b}}"`),
    fc.tuple(tie("truth"), tie("text"), tie("text")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(texts, tie("list")).map(([a, b]) => `join(${a}, ${b})`),
    fc.tuple(tie("list"), tie("number")).map(([a, b]) => `element(${a}, ${b})`),
    fc.tuple(tie("map"), tie("text"), tie("text")).map(([a, b, c]) => `lookup(${a}, ${b}, ${c})`),
    fc.tuple(texts, texts).map(([a, b]) => `try({ (${a}) = "x" }[${b}], ${b})`),
    fc.tuple(tie("text"), texts, texts).map(([a, b, c]) => `replace(${a}, ${b}, ${c})`),
    fc.tuple(tie("text"), tie("text")).map(([a, b]) => `coalesce(${a}, ${b})`),
    fc.tuple(tie("text"), tie("number")).map(([a, b]) => `format("%s-%v", ${a}, ${b})`),
  ),
  number: fc.oneof(
    { depthSize: "small" },
    numbers,
    fc
      .tuple(tie("number"), fc.constantFrom("+", "-", "*", "/", "%"), tie("number"))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    tie("list").map((a) => `length(${a})`),
    tie("map").map((a) => `length(${a})`),
    fc.tuple(tie("number"), tie("number")).map(([a, b]) => `max(${a}, ${b})`),
    fc.tuple(tie("truth"), tie("number"), tie("number")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
  truth: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("true", "false"),
    fc
      .tuple(tie("text"), fc.constantFrom("==", "!="), tie("text"))
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc.tuple(tie("number"), fc.constantFrom("<", ">=", "=="), tie("number")).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie("truth"), fc.constantFrom("&&", "||"), tie("truth")).map(([a, o, b]) => `(${a} ${o} ${b})`),
    tie("truth").map((a) => `!${a}`),
    fc.tuple(tie("list"), tie("text")).map(([a, b]) => `contains(${a}, ${b})`),
  ),
  list: fc.oneof(
    { depthSize: "small" },
    fc.array(texts, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc.tuple(tie("list"), tie("list")).map(([a, b]) => `concat(${a}, ${b})`),
    tie("list").map((a) => `distinct(${a})`),
    tie("list").map((a) => `sort(${a})`),
    tie("list").map((a) => `tolist(toset(${a}))`),
    tie("list").map((a) => `compact(${a})`),
    tie("list").map((a) => `reverse(${a})`),
    tie("map").map((a) => `keys(${a})`),
    tie("map").map((a) => `values(${a})`),
    fc.tuple(tie("list"), tie("text")).map(([a, b]) => `[for i, x in ${a} : "${"${"}i}${"${"}x}" if x != ${b}]`),
    fc.tuple(tie("list"), tie("list")).map(([a, b]) => `flatten([${a}, [${b}]])`),
    fc.tuple(tie("list"), tie("list")).map(([a, b]) => `tolist(setsubtract(${a}, ${b}))`),
    fc.tuple(texts, tie("text")).map(([a, b]) => `split(${a}, ${b})`),
    fc.tuple(tie("list"), tie("number"), tie("number")).map(([a, b, c]) => `slice(${a}, ${b}, ${c})`),
  ),
  map: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("{}", '{ a = "x" }', '{ "b-1" = "y", a = "z" }', '{ ("A b") = "w" }'),
    tie("list").map((a) => `{ for x in ${a} : upper(x) => x... }`),
    fc.tuple(tie("map"), tie("map")).map(([a, b]) => `merge(${a}, ${b})`),
    fc.tuple(tie("list"), tie("list")).map(([a, b]) => `zipmap(${a}, ${b})`),
  ),
  expression: fc.oneof(tie("text"), tie("number"), tie("truth"), tie("list"), tie("map")),
}));

test("random expressions have the same results as in Terraform, or are unknown", () => {
  const expressions = fc.sample(expression, 2000).filter((text) => text.length < 1500);
  expect(differences(expressions, true)).toEqual([]);
  const known = expressions.filter((text) => own(text) !== undefined);
  expect(known.length).toBeGreaterThan(expressions.length / 3);
});
