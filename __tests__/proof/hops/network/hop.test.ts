import { fixtureResult } from "../fixture-result";

describe("network", () => {
  it("passes by group reference", () => {
    expect(fixtureResult("network", "network/ingress-every-protocol")).toMatchObject({
      hop: "network",
      verdict: "passes",
      rule: "EFS-11",
      resource: "aws_efs_mount_target.a",
    });
  });

  it("is unknown if a plan's list of groups may not include the one that matters", () => {
    const result = fixtureResult("network", "network/egress-to-the-mount-targets-group");
    expect(result).toMatchObject({ verdict: "unknown", rule: "EFS-11" });
    expect(result?.settle).toMatch(
      /^which of aws_security_group\.\S+, .* pass the plan file itself .*, or add --source DIR$/,
    );
  });

  it("fails if the task's egress is not allowed", () => {
    expect(fixtureResult("network", "seeds/task-egress-shut")).toEqual({
      hop: "network",
      verdict: "fails",
      rule: "EFS-11",
      resource: "aws_security_group.task",
      detail: "no rule of aws_security_group.task allows outbound tcp/2049 to aws_efs_mount_target.a",
      fix: "allow outbound tcp/2049 to 10.20.1.0/24, the range of aws_subnet.private_a, in aws_security_group.task",
      terraform: [
        "# in aws_security_group.task",
        "egress {",
        "  from_port   = 2049",
        "  to_port     = 2049",
        '  protocol    = "tcp"',
        '  cidr_blocks = ["10.20.1.0/24"]',
        "}",
      ].join("\n"),
    });
  });

  it("fails if the mount target's ingress is not allowed", () => {
    expect(fixtureResult("network", "seeds/mount-target-ingress-shut")).toEqual({
      hop: "network",
      verdict: "fails",
      rule: "EFS-11",
      resource: "aws_security_group.storage",
      detail: "no rule of aws_security_group.storage allows inbound tcp/2049 from aws_ecs_service.orders",
      fix: "allow inbound tcp/2049 from aws_security_group.service in aws_security_group.storage",
      terraform: [
        'resource "aws_vpc_security_group_ingress_rule" "storage_from_service_2049" {',
        "  security_group_id            = aws_security_group.storage.id",
        "  referenced_security_group_id = aws_security_group.service.id",
        '  ip_protocol                  = "tcp"',
        "  from_port                    = 2049",
        "  to_port                      = 2049",
        "}",
      ].join("\n"),
    });
  });

  it("fails with a network ACL that denies before it allows", () => {
    expect(fixtureResult("network", "network/acl-denies-nfs-first")).toEqual({
      hop: "network",
      verdict: "fails",
      rule: "EFS-11",
      resource: "aws_network_acl.data",
      detail: "does not allow inbound tcp/2049 from aws_subnet.a",
      fix: "allow inbound tcp/2049 from 10.0.1.0/24 in aws_network_acl.data (rule 89)",
      terraform: [
        "# in aws_network_acl.data",
        "ingress {",
        "  rule_no    = 89",
        '  action     = "allow"',
        '  protocol   = "tcp"',
        "  from_port  = 2049",
        "  to_port    = 2049",
        '  cidr_block = "10.0.1.0/24"',
        "}",
      ].join("\n"),
    });
  });

  it("fails with a network ACL that blocks the responses", () => {
    expect(fixtureResult("network", "network/acl-without-the-answers")).toEqual({
      hop: "network",
      verdict: "fails",
      rule: "EFS-11",
      resource: "aws_network_acl.data",
      detail: "does not allow outbound tcp/32768-60999 to aws_subnet.a",
      fix: "allow outbound tcp/32768-60999 to 10.0.1.0/24 in aws_network_acl.data (rule 99)",
      terraform: [
        "# in aws_network_acl.data",
        "egress {",
        "  rule_no    = 99",
        '  action     = "allow"',
        '  protocol   = "tcp"',
        "  from_port  = 32768",
        "  to_port    = 60999",
        '  cidr_block = "10.0.1.0/24"',
        "}",
      ].join("\n"),
    });
  });

  it("fails with only the default group on the mount targets", () => {
    expect(fixtureResult("network", "network/default-group-on-mount-targets-only")).toEqual({
      hop: "network",
      verdict: "fails",
      rule: "EFS-11",
      resource: "the default security group of aws_vpc.main",
      detail:
        "no rule of the default security group of aws_vpc.main allows inbound tcp/2049 from aws_ecs_service.nextcloud",
      fix: "allow inbound tcp/2049 from aws_security_group.nextcloud in the default security group of aws_vpc.main",
      terraform: [
        'resource "aws_vpc_security_group_ingress_rule" "main_from_nextcloud_2049" {',
        "  security_group_id            = aws_vpc.main.default_security_group_id",
        "  referenced_security_group_id = aws_security_group.nextcloud.id",
        '  ip_protocol                  = "tcp"',
        "  from_port                    = 2049",
        "  to_port                      = 2049",
        "}",
      ].join("\n"),
    });
  });

  it("is unknown for a prefix list with only a known id", () => {
    expect(fixtureResult("network", "network/ingress-from-a-prefix-list-by-id")).toEqual({
      hop: "network",
      verdict: "unknown",
      rule: "EFS-11",
      resource: "aws_security_group.efs",
      detail:
        'not known whether inbound tcp/2049 from aws_ecs_service.nextcloud is allowed: the entries of prefix list "pl-0123456789abcdef0", by data.aws_ec2_managed_prefix_list',
      settle: 'the entries of prefix list "pl-0123456789abcdef0", by data.aws_ec2_managed_prefix_list',
    });
  });

  it("is unknown for a task's group with only a known id", () => {
    expect(fixtureResult("network", "network/task-group-by-literal-id")).toEqual({
      hop: "network",
      verdict: "unknown",
      rule: "EFS-11",
      resource: "sg-0c0ffee0c0ffee000",
      detail:
        "not known whether outbound tcp/2049 to aws_efs_mount_target.a is allowed: the egress rules of sg-0c0ffee0c0ffee000",
      settle: "the egress rules of sg-0c0ffee0c0ffee000",
    });
  });

  it("is unknown for groups of mount targets that are not in the input", () => {
    expect(fixtureResult("network", "vpc/file-system-by-literal-id")).toEqual({
      hop: "network",
      verdict: "unknown",
      rule: "EFS-11",
      resource: "fs-0a1b2c3d4e5f60718",
      detail: "the mount targets' security groups are not known",
      settle: "add the plan or state that contains the mount targets of fs-0a1b2c3d4e5f60718 as another input",
    });
  });
});
