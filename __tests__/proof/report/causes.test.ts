import { causesOf } from "../../../proof/report/causes";
import { jsonReport } from "../../../proof/report/json";
import { MetPaths } from "../../../proof/report/met-paths";
import { type HopResult, type PathResult } from "../../../proof/verdict";
import { failing, open, path, report } from "./reports";

const fails = (hops: HopResult[], changes: Partial<PathResult> = {}) => path({ verdict: "fails", hops, ...changes });
const unknown = (hops: HopResult[], changes: Partial<PathResult> = {}) =>
  path({ verdict: "unknown", hops, ...changes });
const resources = (...paths: PathResult[]) =>
  causesOf(paths).all.map(({ resource, paths: met }) => [resource, met.length]);

test("failing causes come first, then those with more paths", () => {
  const other = { ...open, resource: "data.aws_iam_role.other", settle: "data.aws_iam_role.other, as another input" };
  expect(
    resources(unknown([other]), unknown([open]), unknown([open], { subnet: "aws_subnet.b" }), fails([failing])),
  ).toEqual([
    ["aws_route53_resolver_rule_association.everything", 1],
    ["data.aws_iam_role.task", 2],
    ["data.aws_iam_role.other", 1],
  ]);
});

test("one resource in two stacks is two causes, unless it is outside the input", () => {
  expect(
    resources(fails([{ ...failing, fix: "fix a" }]), fails([{ ...failing, fix: "fix b" }], { stack: "other" })),
  ).toHaveLength(2);
  const outside = { ...open, resource: "subnet-0123456789abcdef0" };
  expect(resources(unknown([outside]), unknown([outside], { stack: "other" }))).toHaveLength(1);
});

test("failures with the same fix are one cause", () => {
  const elsewhere = { ...failing, resource: "aws_route53_resolver_rule_association.com" };
  expect(resources(fails([failing, elsewhere]))).toEqual([["aws_route53_resolver_rule_association.everything", 1]]);
});

test("the same question about two resources is printed once, with both names", () => {
  const of = (subnet: string): HopResult => ({
    ...open,
    resource: subnet,
    detail: `the route table of ${subnet} is not known`,
    settle: `the route table of ${subnet}`,
  });
  const [cause, ...others] = causesOf([unknown([of("aws_subnet.a")]), unknown([of("aws_subnet.b")])]).all;
  expect(others).toEqual([]);
  expect(cause!.statements.map(({ resource, alsoOf }) => [resource, alsoOf])).toEqual([
    ["aws_subnet.a", ["aws_subnet.b"]],
  ]);
});

test("a generic expression does not join two services", () => {
  const of = (resource: string): HopResult => ({
    ...open,
    resource,
    detail: `${resource} of its own`,
    settle: "a literal, or the deployed state",
  });
  const two = [
    { ...of("aws_ecs_service.a"), detail: "one" },
    { ...of("aws_ecs_service.b"), detail: "two" },
  ];
  expect(resources(unknown(two))).toHaveLength(2);
});

test("uses names for the affected paths that are short and unambiguous", () => {
  const mount = (changes: Partial<PathResult>, hit: boolean) =>
    path({ ...changes, hops: hit ? [failing] : [], verdict: hit ? "fails" : "mounts" });
  const namesOf = (...paths: PathResult[]) => new MetPaths(paths).names(causesOf(paths).all[0]!);
  expect(namesOf(mount({}, true), mount({ subnet: "aws_subnet.b" }, true))).toEqual(["aws_ecs_service.web"]);
  expect(namesOf(mount({}, true), mount({ subnet: "aws_subnet.b" }, false))).toEqual([
    "aws_ecs_service.web in aws_subnet.a",
  ]);
  expect(namesOf(mount({}, true), mount({ mountPath: "/other" }, false))).toEqual([
    "aws_ecs_service.web web:/usr/share/nginx/html",
  ]);
});

test("JSON has the causes beside unchanged paths, each with the indexes of its paths", () => {
  const json = JSON.parse(jsonReport(report)) as { causes: { verdict: string; paths: number[] }[]; paths: unknown };
  expect(json.paths).toEqual(report.paths);
  expect(json.causes.map(({ verdict, paths }) => [verdict, paths])).toEqual([
    ["fails", [3]],
    ["unknown", [2]],
  ]);
});
