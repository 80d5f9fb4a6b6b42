import { XMLParser, XMLValidator } from "fast-xml-parser";

import { junitReport } from "../../../proof/report/junit";
import { failing, hostile, hostileReport, path, report } from "./reports";

/** Attributes and children in order, as Jenkins' schema (junit-4.xsd) has them; `*` may repeat, `?` may be missing. */
const schema: Readonly<Record<string, { required: readonly string[]; optional: readonly string[]; children: RegExp }>> =
  {
    testsuites: {
      required: [],
      optional: ["name", "time", "tests", "failures", "disabled", "errors"],
      children: /^(testsuite )*$/,
    },
    testsuite: {
      required: ["name", "tests"],
      optional: ["failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"],
      children: /^(properties )?(testcase )*(system-out )?(system-err )?$/,
    },
    testcase: {
      required: ["name"],
      optional: ["assertions", "time", "classname", "status"],
      children: /^(skipped )?(error )*(failure )*(system-out )*(system-err )*$/,
    },
    failure: { required: [], optional: ["type", "message"], children: /^(#text )?$/ },
    error: { required: [], optional: ["type", "message"], children: /^(#text )?$/ },
    "system-out": { required: [], optional: [], children: /^(#text )?$/ },
  };

type Node = Record<string, unknown>;

function problems(node: Node): string[] {
  const [name] = Object.keys(node).filter((key) => key !== ":@");
  if (name === "#text" || name!.startsWith("?")) return [];
  const shape = schema[name!];
  if (!shape) return [`unknown element ${name}`];
  const attributes = Object.keys((node[":@"] ?? {}) as Node);
  const children = node[name!] as Node[];
  const names = children.map((child) => `${Object.keys(child).find((key) => key !== ":@")} `).join("");
  return [
    ...shape.required.filter((one) => !attributes.includes(one)).map((one) => `${name} lacks ${one}`),
    ...attributes
      .filter((one) => ![...shape.required, ...shape.optional].includes(one))
      .map((one) => `${name} has ${one}`),
    ...(shape.children.test(names) ? [] : [`${name} has ${names}`]),
    ...children.flatMap(problems),
  ];
}

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: "" });
const parsed = (xml: string) => parser.parse(xml) as Node[];

test.each([
  ["a report", report],
  ["an empty report", { version: 1 as const, paths: [], findings: [] }],
  ["a hostile report", hostileReport],
  [
    "assumptions",
    { ...report, assumed: [{ statement: "routes-to-nat", of: "subnet-1", reason: hostile, used: true }] },
  ],
])("%s has the structure that Jenkins and GitLab read", (_name, of) => {
  const xml = junitReport(of);
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(parsed(xml).flatMap(problems)).toEqual([]);
});

test("fails if an element or attribute is not in the schema", () => {
  const xml = junitReport(report)
    .replace("<testcase ", '<testcase file="main.tf" ')
    .replace(/failure/g, "fault");
  expect(new Set(parsed(xml).flatMap(problems))).toEqual(
    new Set([
      "testcase has file",
      "testsuites has faults",
      "testsuite has faults",
      "testcase has fault ",
      "unknown element fault",
    ]),
  );
});

test("a failing path is a failure, an unknown one an error, and none is skipped", () => {
  expect(junitReport({ ...report, findings: [] })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="mountpath prove" tests="4" failures="1" errors="1">
  <testsuite name="ecs-web" tests="2" failures="0" errors="0" skipped="0">
    <testcase name="web:/usr/share/nginx/html on aws_efs_file_system.content in aws_subnet.a, us-east-1a" classname="ecs-web.aws_ecs_service.web"/>
    <testcase name="web:/usr/share/nginx/html on aws_efs_file_system.content in aws_subnet.b, us-east-1b" classname="ecs-web.aws_ecs_service.web"/>
  </testsuite>
  <testsuite name="ecs-api" tests="1" failures="0" errors="1" skipped="0">
    <testcase name="web:/usr/share/nginx/html on aws_efs_file_system.content in aws_subnet.a, us-east-1a" classname="ecs-api.aws_ecs_service.api">
      <error type="ECS-04" message="iam: the role&apos;s policies are not in the input">unknown at data.aws_iam_role.task
  iam (ECS-04): the role&apos;s policies are not in the input
  to settle it: prove the role&apos;s state as well</error>
    </testcase>
  </testsuite>
  <testsuite name="ecs-jobs" tests="1" failures="1" errors="0" skipped="0">
    <testcase name="web:/usr/share/nginx/html on aws_efs_file_system.content in aws_subnet.a, us-east-1a" classname="ecs-jobs.aws_ecs_service.jobs">
      <failure type="DNS-03" message="resolver: fs-….efs.us-east-1.amazonaws.com matches &quot;.&quot; FORWARD to 10.2.0.1, which is outside AWS">fails at aws_route53_resolver_rule_association.everything
  resolver (DNS-03): fs-….efs.us-east-1.amazonaws.com matches &quot;.&quot; FORWARD to 10.2.0.1, which is outside AWS
  fix: associate a SYSTEM rule for amazonaws.com with aws_vpc.apps
    resource &quot;aws_route53_resolver_rule&quot; &quot;amazonaws_com&quot; {
      rule_type = &quot;SYSTEM&quot;
    }
  in organization.yaml:
    sharedNetwork.dns.resolveInAws: [amazonaws.com]</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test("findings fail according to the exit code; a warning passes, with output", () => {
  const [error] = report.findings;
  const xml = junitReport({
    version: 1,
    paths: [],
    findings: [error!, { ...error!, severity: "unknown" }, { ...error!, severity: "warning" }],
  });
  expect(xml).toContain('<testsuites name="mountpath prove" tests="3" failures="1" errors="1">');
  expect(xml.match(/<system-out>warning at /g)).toHaveLength(1);
});

test("no two cases have the same name", () => {
  const xml = junitReport({ version: 1, paths: [path(), path()], findings: [] });
  expect(new Set(xml.match(/ name="[^"]*" classname/g))).toEqual(
    new Set(
      [1, 2].map(
        (at) =>
          ` name="web:/usr/share/nginx/html on aws_efs_file_system.content in aws_subnet.a, us-east-1a${at === 2 ? " (2)" : ""}" classname`,
      ),
    ),
  );
});

test("strings of a plan contain no markup and no invalid XML characters", () => {
  const detail = `\u0000\u001b]]>\ufffe\uffff<failure/>&lt; ${hostile}`;
  const xml = junitReport({
    version: 1,
    paths: [path({ verdict: "fails", hops: [{ ...failing, detail }] })],
    findings: [],
  });
  expect(xml).not.toMatch(/[^\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  expect(parsed(xml).flatMap(problems)).toEqual([]);
  expect(xml).toContain("\\u{0}\\u{1b}]]&gt;\\u{fffe}\\u{ffff}&lt;failure/&gt;&amp;lt; ");
});
