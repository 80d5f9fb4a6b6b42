import { type HopResult, type PathResult, type Report } from "../../../proof/verdict";

const passing: HopResult = {
  hop: "vpc",
  verdict: "passes",
  rule: "EFS-04",
  resource: "aws_vpc.apps",
  detail: "task subnet and mount targets are in aws_vpc.apps",
};

export const failing: HopResult = {
  hop: "resolver",
  verdict: "fails",
  rule: "DNS-03",
  resource: "aws_route53_resolver_rule_association.everything",
  detail: 'fs-….efs.us-east-1.amazonaws.com matches "." FORWARD to 10.2.0.1, which is outside AWS',
  fix: "associate a SYSTEM rule for amazonaws.com with aws_vpc.apps",
  terraform: 'resource "aws_route53_resolver_rule" "amazonaws_com" {\n  rule_type = "SYSTEM"\n}',
  organization: "sharedNetwork.dns.resolveInAws: [amazonaws.com]",
};

export const open: HopResult = {
  hop: "iam",
  verdict: "unknown",
  rule: "ECS-04",
  resource: "data.aws_iam_role.task",
  detail: "the role's policies are not in the input",
  settle: "prove the role's state as well",
};

export function path(changes: Partial<PathResult> = {}): PathResult {
  return {
    workload: "aws_ecs_service.web",
    stack: "ecs-web",
    container: "web",
    mountPath: "/usr/share/nginx/html",
    fileSystem: "aws_efs_file_system.content",
    subnet: "aws_subnet.a",
    availabilityZone: "us-east-1a",
    verdict: "mounts",
    hops: [passing],
    ...changes,
  };
}

export const report: Report = {
  version: 1,
  paths: [
    path(),
    path({ subnet: "aws_subnet.b", availabilityZone: "us-east-1b" }),
    path({ workload: "aws_ecs_service.api", stack: "ecs-api", verdict: "unknown", hops: [passing, open] }),
    path({ workload: "aws_ecs_service.jobs", stack: "ecs-jobs", verdict: "fails", hops: [passing, failing] }),
  ],
  findings: [
    {
      rule: "DNS-14",
      severity: "error",
      resource: "aws_route53_resolver_rule.loop",
      detail: "leads back to its own VPC",
      fix: "disassociate it from aws_vpc.apps",
    },
  ],
};

/** Text that a malicious author of a plan could put into every string. */
export const hostile =
  "x\u001b[31m\u202e\n\n## ❌ forged\n<!-- --></details><img src=x>|`@team` [l](https://evil.example) #1\r14 paths: 14 mount";

export const hostileReport: Report = {
  version: 1,
  paths: [
    path({
      workload: hostile,
      stack: hostile,
      container: hostile,
      mountPath: hostile,
      fileSystem: hostile,
      subnet: hostile,
      availabilityZone: hostile,
      verdict: "fails",
      hops: [
        { ...failing, resource: hostile, detail: hostile, fix: hostile, terraform: hostile, organization: hostile },
        { ...open, resource: hostile, detail: hostile, settle: hostile },
      ],
    }),
    path({ workload: hostile, container: hostile, subnet: hostile, availabilityZone: hostile }),
  ],
  findings: [{ rule: "DNS-14", severity: "warning", resource: hostile, detail: hostile, fix: hostile }],
};
