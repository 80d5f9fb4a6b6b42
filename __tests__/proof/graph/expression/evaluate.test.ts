import { evaluateText } from "../../../../proof/graph/expression/evaluate";
import { access, objectOf } from "../../../../proof/graph/expression/operations";
import { type Scope } from "../../../../proof/graph/expression/scope";
import {
  list,
  literal,
  type Reference,
  type ResourceKey,
  unknownValue,
  type Value,
} from "../../../../proof/graph/model";
import { valueAt } from "../../../../proof/graph/path";

const resource = (attribute: string): Reference => ({
  kind: "reference",
  to: "doc\0aws_vpc.a" as ResourceKey,
  attribute,
});
const strings = (...texts: string[]) => list(texts.map(literal));

/** `aws_vpc.a` is a resource; `var.NAME` are known values; everything else is unknown. */
const variables = new Map<string, Value>([
  ["zones", strings("a", "b", "c")],
  ["none", list([])],
  ["flag", literal(true)],
  [
    "ids",
    objectOf(
      new Map<string, Value>([
        ["x", resource("id")],
        ["y", literal("vpc-2")],
      ]),
    ),
  ],
]);
const scope: Scope = {
  follow: (value) => value,
  lookup: (name, path, text) => {
    const known = name === "var" ? variables.get(String(path[0])) : undefined;
    if (known) return path.slice(1).reduce((value: Value, step) => access(value, step, text), known);
    if (name === "aws_vpc" && path[0] === "a") return valueAt(resource(""), path.slice(1));
    return unknownValue(text, "not in this test");
  },
};

const known: [string, Value][] = [
  ["plain text", literal("plain text")],
  ["$${escaped} and %%{too}", literal("${escaped} and %{too}")],
  ["$${escaped} ${1}", literal("${escaped} 1")],
  ["a $ sign, 100% of it", literal("a $ sign, 100% of it")],
  ["${aws_vpc.a.id}", resource("id")],
  ["${aws_vpc.a}", resource("")],
  ['${aws_vpc.a.tags["Name"]}', resource("tags.Name")],
  ["${ aws_vpc . a . id }", resource("id")],
  ["x-${var.zones[1]}-${var.zones.2}", literal("x-b-c")],
  ["x-${aws_vpc.a.id}", { kind: "template", parts: [literal("x-"), resource("id")] }],
  ["${var.flag ? aws_vpc.a.id : null}", resource("id")],
  ["${var.flag && !(1 > 2) || false}", literal(true)],
  ["${1 + 2 * 3 - 4 / 2}", literal(5)],
  ["${-7 % 4}", literal(-3)],
  ['${1 <= 1 ? "yes" : "no"}', literal("yes")],
  ['${var.zones == tolist(["a", "b", "c"])}', literal(true)],
  ["${aws_vpc.a.id == aws_vpc.a.id}", literal(true)],
  ['${[for i, z in var.zones : "${i}${z}" if z != "b"]}', strings("0a", "2c")],
  ['${{for z in var.zones : upper(z) => 1 if z == "a"}}', objectOf(new Map([["A", literal(1)]]))],
  ['${{for z in var.zones : "k" => z...}["k"]}', strings("a", "b", "c")],
  ['${{ a = 1, "b" : 2 }.b}', literal(2)],
  ['${var.ids["x"]}', resource("id")],
  ["${values(var.ids)}", list([resource("id"), literal("vpc-2")])],
  ["${[var.ids][*].y}", strings("vpc-2")],
  ["${aws_vpc.a[*].id}", list([resource("id")])],
  ["${var.none[*].id}", list([])],
  ["${element(var.zones, 4)}", literal("b")],
  ["${one([aws_vpc.a.id])}", resource("id")],
  ["${one([])}", literal(null)],
  ["${concat([aws_vpc.a.id], var.zones)}", list([resource("id"), ...strings("a", "b", "c").items])],
  ['${flatten([[aws_vpc.a.id], [["x"]]])}', list([resource("id"), literal("x")])],
  ['${compact(["", null, "x"])}', strings("x")],
  ['${distinct(["x", "x", aws_vpc.a.id, aws_vpc.a.id])}', list([literal("x"), resource("id")])],
  ['${toset(["b", "a", "b"])}', { ...strings("a", "b"), set: true }],
  ["%{if true}x%{endif}", literal("x")],
  ['${sort(["b", "a"])}', strings("a", "b")],
  ["${slice(var.zones, 1, 3)}", strings("b", "c")],
  ["${reverse(var.zones)}", strings("c", "b", "a")],
  [
    "${merge({a = 1, b = 2}, {b = 3})}",
    objectOf(
      new Map([
        ["a", literal(1)],
        ["b", literal(3)],
      ]),
    ),
  ],
  ['${lookup(var.ids, "y", "z")}', literal("vpc-2")],
  ['${lookup(var.ids, "q", "z")}', literal("z")],
  ["${keys(var.ids)}", strings("x", "y")],
  ['${zipmap(["k"], [aws_vpc.a.id])["k"]}', resource("id")],
  ['${contains(var.zones, "b")}', literal(true)],
  ["${length(var.zones)}", literal(3)],
  ['${coalesce("", null, aws_vpc.a.id)}', resource("id")],
  ['${try(var.ids["q"], aws_vpc.a.id)}', resource("id")],
  ['${try(var.none[0], "none")}', literal("none")],
  ['${can(var.ids["q"])}', literal(false)],
  ['${format("%s/%s%%", "a", "b")}', literal("a/b%")],
  ['${format("%s/x", aws_vpc.a.id)}', { kind: "template", parts: [resource("id"), literal("/x")] }],
  ['${join(",", var.zones)}', literal("a,b,c")],
  ['${join(",", ["x", aws_vpc.a.id])}', { kind: "template", parts: [literal("x,"), resource("id")] }],
  ['${split(",", "a,b")}', strings("a", "b")],
  ['${replace("a.b", ".", "-")}', literal("a-b")],
  ['${trimsuffix(trimprefix("xay", "x"), "y")}', literal("a")],
  ['${substr("hello", -3, 2)}', literal("ll")],
  ["${tostring(8)}", literal("8")],
  ['${tonumber("8")}', literal(8)],
  ["${range(1, 7, 2)}", list([literal(1), literal(3), literal(5)])],
  ["${max(1, 5, 3)}", literal(5)],
  ['${cidrsubnet("10.1.0.0/16", 8, 3)}', literal("10.1.3.0/24")],
  ['${cidrhost("10.1.0.0/16", -2)}', literal("10.1.255.254")],
  ['${jsondecode("{\\"a\\":[1]}").a[0]}', literal(1)],
  [
    "${jsonencode({a = aws_vpc.a.id})}",
    { kind: "json", of: objectOf(new Map<string, Value>([["a", resource("id")]])) },
  ],
  ["${sensitive(aws_vpc.a.id)}", resource("id")],
  ["${min(var.zones...)}", unknownValue("min(var.zones...)", "depends on what is not known")],
];

test.each(known)("%s is evaluated", (text, value) => {
  expect(evaluateText(text, scope)).toEqual(value);
});

const open: [string, string, string, string[]][] = [
  ['${file("x")}', 'file("x")', "files are not read here", []],
  ["${local.a}", "local.a", "not in this test", []],
  ["${local.a[0].b}", "local.a[0].b", "not in this test", []],
  ['${var.ids["q"]}', 'var.ids["q"]', 'has no element "q"', []],
  ["${var.zones[7]}", "var.zones[7]", "has no element 7", []],
  [
    "${local.a ? aws_vpc.a.id : aws_vpc.a.arn}",
    "local.a ? aws_vpc.a.id : aws_vpc.a.arn",
    "whether local.a is not known",
    ["id", "arn"],
  ],
  [
    "${element([aws_vpc.a.id, aws_vpc.a.arn], local.i)}",
    "element([aws_vpc.a.id, aws_vpc.a.arn], local.i)",
    "the index is not known",
    ["id", "arn"],
  ],
  [
    "${coalesce(aws_vpc.a.owner_id, aws_vpc.a.id)}",
    "coalesce(aws_vpc.a.owner_id, aws_vpc.a.id)",
    "whether owner_id is null is not known",
    ["owner_id", "id"],
  ],
  ["${aws_vpc.a.cidr_block + 1}", "aws_vpc.a.cidr_block + 1", "an operand is not known", ["cidr_block"]],
  ["${a b}", "${a b}", "not a Terraform expression: expected '}' at 4, got 'b'", []],
  ["${[1, 2}", "${[1, 2}", "not a Terraform expression: expected ',' or ']' at 7, got '}'", []],
  ['${"unfinished}', '${"unfinished}', "not a Terraform expression: expected '\"' at 14, got the end", []],
  ["${aws_vpc.a.subnets[*].id}", "aws_vpc.a.subnets[*].id", "known only after apply", ["subnets"]],
];

test.each(open)("%s is unknown and named", (text, expression, why, attributes) => {
  const candidates = attributes.map(resource);
  expect(evaluateText(text, scope)).toMatchObject({ kind: "unknown", expression, why, candidates });
});

test("a choice between references has only these candidates", () => {
  expect(evaluateText("${local.a ? aws_vpc.a.id : aws_vpc.a.arn}", scope)).toMatchObject({ closed: true });
  expect(evaluateText('${local.a ? aws_vpc.a.id : "vpc-1"}', scope)).toMatchObject({ closed: false });
});

test("an expression that is too deep, or would take too long, is unknown in bounded time", () => {
  const deep = `\${${"(".repeat(5000)}1${")".repeat(5000)}}`;
  const wide = "${[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]}";
  const signs = `\${${"!".repeat(5000)}true}`;
  const started = Date.now();
  expect([deep, wide, signs].map((text) => evaluateText(text, scope).kind)).toEqual(["unknown", "unknown", "unknown"]);
  expect(Date.now() - started).toBeLessThan(2000);
});

test("names with a meaning in JavaScript have none here", () => {
  expect(evaluateText('${{ "__proto__" = 1 }["__proto__"]}', scope)).toEqual(literal(1));
  expect(evaluateText("${constructor.prototype}", scope).kind).toBe("unknown");
  expect(evaluateText("${toString(1)}", scope).kind).toBe("unknown");
});
