import { usesColor } from "../../../proof/report/color";
import { findingSummary, summary } from "../../../proof/report/summary";
import { textReport } from "../../../proof/report/text";
import { exitCode, type PathVerdict, type Report } from "../../../proof/verdict";
import { hostileReport, open, path, report } from "./reports";

function counted(...verdicts: PathVerdict[]): Report {
  return { version: 1, paths: verdicts.map((verdict) => path({ verdict })), findings: [] };
}

test("reports each cause first, then each workload's path, the failing ones first", () => {
  expect(textReport(report, { color: false }))
    .toBe(`✗ [1] fails  aws_route53_resolver_rule_association.everything (DNS-03)
  resolver: fs-….efs.us-east-1.amazonaws.com matches "." FORWARD to 10.2.0.1, which is outside AWS
  fix: associate a SYSTEM rule for amazonaws.com with aws_vpc.apps
    resource "aws_route53_resolver_rule" "amazonaws_com" {
      rule_type = "SYSTEM"
    }
  in organization.yaml:
    sharedNetwork.dns.resolveInAws: [amazonaws.com]
  1 path: aws_ecs_service.jobs

? [2] unknown  data.aws_iam_role.task (ECS-04)
  iam: the role's policies are not in the input
  to settle it: prove the role's state as well
  1 path: aws_ecs_service.api

✗ error  aws_route53_resolver_rule.loop (DNS-14)
  leads back to its own VPC
  fix: disassociate it from aws_vpc.apps

✗ fails  aws_ecs_service.jobs (ecs-jobs)
  web:/usr/share/nginx/html on aws_efs_file_system.content
  in aws_subnet.a, us-east-1a
  vpc ✓ → resolver ✗[1]

? unknown  aws_ecs_service.api (ecs-api)
  web:/usr/share/nginx/html on aws_efs_file_system.content
  in aws_subnet.a, us-east-1a
  vpc ✓ → iam ?[2]

✓ mounts  aws_ecs_service.web (ecs-web)
  web:/usr/share/nginx/html on aws_efs_file_system.content
  in aws_subnet.a, us-east-1a
  in aws_subnet.b, us-east-1b
  vpc ✓

4 paths: 2 mount, 1 fails, 1 unknown
1 finding: 1 error
`);
});

test("reports one cause once, in all subnets together", () => {
  const [, , , fails] = report.paths;
  const [passes, ...others] = fails!.hops;
  const elsewhere = { ...fails!, subnet: "aws_subnet.b", hops: [{ ...passes!, detail: "as well" }, ...others] };
  const text = textReport({ ...report, paths: [fails!, elsewhere] }, { color: false });
  expect(text.match(/ {2}resolver: /g)).toHaveLength(1);
  expect(text).toContain("  in aws_subnet.a, us-east-1a\n  in aws_subnet.b, us-east-1a\n");
  expect(text).toContain("2 paths: 0 mount, 2 fail, 0 unknown");
});

test("prints what settles several hops once below them, and equal hops on one line", () => {
  const settle = "the plan or state that makes vpc-0a1b2c3d4e5f60718";
  const detail = "not known which VPC subnet-0a1b2c3d4e5f60718 is in";
  const outside = { ...open, resource: "vpc-0a1b2c3d4e5f60718", settle };
  const hops = [
    { ...outside, hop: "vpc-dns" as const, rule: "VPC-01" as const, detail },
    { ...outside, hop: "dhcp-options" as const, rule: "VPC-04" as const, detail },
    {
      ...outside,
      hop: "resolver" as const,
      rule: "DNS-03" as const,
      detail: "a rule may match that is not in the input",
    },
  ];
  const text = textReport(
    {
      version: 1,
      paths: [path({ verdict: "unknown", hops }), path({ verdict: "unknown", hops, subnet: "aws_subnet.b" })],
      findings: [],
    },
    { color: false },
  );
  expect(text.slice(0, text.indexOf("\n\n"))).toBe(`? [1] unknown  vpc-0a1b2c3d4e5f60718
  vpc-dns, dhcp-options (VPC-01): ${detail}
  resolver (DNS-03): a rule may match that is not in the input
  to settle it: ${settle}
  2 paths: aws_ecs_service.web`);
});

test("can be limited to one verdict", () => {
  const text = textReport(report, { color: false, only: "fails" });
  expect(text.match(/^[✗?✓] (fails|unknown|mounts) {2}\S+/gm)).toEqual(["✗ fails  aws_ecs_service.jobs"]);
  expect(text).toContain("4 paths: 2 mount, 1 fails, 1 unknown");
});

test.each<[Report, string]>([
  [counted(), "0 paths: 0 mount, 0 fail, 0 unknown"],
  [counted("mounts"), "1 path: 1 mounts, 0 fail, 0 unknown"],
  [counted("fails", "fails", "unknown"), "3 paths: 0 mount, 2 fail, 1 unknown"],
  [counted(...Array<PathVerdict>(12).fill("mounts"), "fails", "unknown"), "14 paths: 12 mount, 1 fails, 1 unknown"],
])("uses correct plurals", (counts, line) => {
  expect(summary(counts)).toBe(line);
});

test("counts findings by severity", () => {
  const [error] = report.findings;
  const warning = { ...error!, severity: "warning" as const };
  expect(findingSummary({ ...report, findings: [] })).toBe("");
  expect(findingSummary({ ...report, findings: [warning] })).toBe("1 finding: 1 warning");
  expect(findingSummary({ ...report, findings: [error!, error!, warning] })).toBe("3 findings: 2 errors, 1 warning");
  const open = { ...error!, severity: "unknown" as const };
  expect(findingSummary({ ...report, findings: [error!, open] })).toBe("2 findings: 1 error, 1 unknown");
});

test("ends with the most important: failing paths and errors, then unknown ones", () => {
  const warning = { ...report.findings[0]!, severity: "warning" as const };
  expect(exitCode(counted())).toBe(0);
  expect(exitCode(counted("mounts"))).toBe(0);
  expect(exitCode(counted("unknown", "mounts"))).toBe(3);
  expect(exitCode(counted("unknown", "fails"))).toBe(1);
  expect(exitCode({ ...counted("unknown"), findings: report.findings })).toBe(1);
  expect(exitCode({ ...counted("mounts"), findings: [warning] })).toBe(0);
  const open = { ...warning, severity: "unknown" as const };
  expect(exitCode({ ...counted("mounts"), findings: [warning, open] })).toBe(3);
  expect(exitCode({ ...counted("mounts"), findings: [open, ...report.findings] })).toBe(1);
});

test("uses color only on a terminal, and not with NO_COLOR", () => {
  const before = { NO_COLOR: process.env["NO_COLOR"], TERM: process.env["TERM"] };
  delete process.env["NO_COLOR"];
  process.env["TERM"] = "xterm";
  expect([usesColor({ isTTY: true }), usesColor({})]).toEqual([true, false]);
  process.env["NO_COLOR"] = "1";
  expect(usesColor({ isTTY: true })).toBe(false);
  delete process.env["NO_COLOR"];
  for (const [name, value] of Object.entries(before)) if (value !== undefined) process.env[name] = value;
  expect(textReport(report, { color: true })).toContain("\u001b[31m✗ fails\u001b[39m");
});

test("strings of a plan contain no terminal escapes or line breaks", () => {
  const text = textReport(hostileReport, { color: false });
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(text.split("\n").filter((line) => line.startsWith("14 paths"))).toEqual([]);
  expect(text.split("\n").filter((line) => /^2 paths/.test(line))).toEqual(["2 paths: 1 mounts, 1 fails, 0 unknown"]);
});
