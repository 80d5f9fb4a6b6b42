import { markdownReport } from "../../../proof/report/markdown";
import { hostileReport, path, report } from "./reports";

test("reports each cause once, failures first, with the paths folded", () => {
  expect(markdownReport(report)).toBe(`## Mount paths

**4 paths: 2 mount, 1 fails, 1 unknown; 1 finding: 1 error**

### ❌ 1. \`aws_route53_resolver_rule_association.everything\` fails

- **resolver** (DNS-03): fs-….efs.us-east-1.amazonaws.com matches "." FORWARD to 10.2.0.1, which is outside AWS\\
  **Fix:** associate a SYSTEM rule for amazonaws.com with aws&#95;vpc.apps

  <details><summary>as code</summary>

  \`\`\`hcl
  resource "aws_route53_resolver_rule" "amazonaws_com" {
    rule_type = "SYSTEM"
  }
  \`\`\`

  \`\`\`yaml
  sharedNetwork.dns.resolveInAws: [amazonaws.com]
  \`\`\`

  </details>

1 path: \`aws_ecs_service.jobs\`

### ❓ 2. \`data.aws_iam_role.task\` is unknown

- **iam** (ECS-04): the role's policies are not in the input
- **To settle it:** prove the role's state as well

1 path: \`aws_ecs_service.api\`

### ❌ error: \`aws_route53_resolver_rule.loop\` (DNS-14)

leads back to its own VPC

**Fix:** disassociate it from aws&#95;vpc.apps

<details><summary>❌ <code>aws&#95;ecs&#95;service.jobs</code> fails</summary>

Stack \`ecs-jobs\`: \`web\` mounts \`aws_efs_file_system.content\` at \`/usr/share/nginx/html\`

- in \`aws_subnet.a\`, \`us-east-1a\`

vpc ✅ → resolver ❌ 1

</details>

<details><summary>❓ <code>aws&#95;ecs&#95;service.api</code> is unknown</summary>

Stack \`ecs-api\`: \`web\` mounts \`aws_efs_file_system.content\` at \`/usr/share/nginx/html\`

- in \`aws_subnet.a\`, \`us-east-1a\`

vpc ✅ → iam ❓ 2

</details>

<details><summary>✅ <code>aws&#95;ecs&#95;service.web</code> mounts</summary>

Stack \`ecs-web\`: \`web\` mounts \`aws_efs_file_system.content\` at \`/usr/share/nginx/html\`

- in \`aws_subnet.a\`, \`us-east-1a\`
- in \`aws_subnet.b\`, \`us-east-1b\`

vpc ✅

</details>
`);
});

test("is truncated at whole sections, and says so first", () => {
  const paths = Array.from({ length: 2000 }, (_, at) => path({ workload: `aws_ecs_service.web_${at}` }));
  const markdown = markdownReport({ version: 1, paths, findings: [] });
  expect(markdown.length).toBeLessThanOrEqual(65_536);
  expect(markdown.length).toBeGreaterThan(60_000);
  const shown = markdown.match(/<details>/g)!.length;
  expect(markdown.split("\n").slice(0, 6).join("\n")).toBe(
    "## Mount paths\n\n**2000 paths: 2000 mount, 0 fail, 0 unknown**\n\n> [!WARNING]\n" +
      `> ${2000 - shown} of 2000 sections are **left out**, because a comment can hold no more than 65,536 characters. ` +
      "The whole report: `npm run prove -- --format text`, or `--format json`.",
  );
  expect(markdown.match(/<\/details>/g)!.length).toBe(shown);
});

test("one section that is too long is still reported as missing", () => {
  const subnets = Array.from({ length: 3000 }, (_, at) => path({ subnet: `aws_subnet.private_${at}` }));
  const markdown = markdownReport({ version: 1, paths: subnets, findings: [] });
  expect(markdown).toContain("> 1 of 1 sections are **left out**");
});

test("strings of a plan contain no markup, mention, link or heading", () => {
  const markdown = markdownReport(hostileReport);
  const prose = markdown.replace(/(`{3,})[^\n]*\n[\s\S]*?\n\s*\1/g, "").replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, "");
  expect(prose.replace(/<\/?(details|summary|code)>/g, "")).not.toMatch(/[<>]|@\w|https?:\/\/|\]\(/);
  expect(prose.match(/<details>/g)!.length).toBe(prose.match(/<\/details>/g)!.length);
  expect(prose.split("\n").filter((line) => /^#+ .*forged/.test(line))).toEqual([]);
  // eslint-disable-next-line no-control-regex
  expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
});
