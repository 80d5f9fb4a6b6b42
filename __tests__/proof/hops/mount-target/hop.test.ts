import { fixtureResult } from "../fixture-result";

describe("mount-target", () => {
  it("passes with one in another subnet of the zone", () => {
    expect(fixtureResult("mount-target", "mount-target/in-another-subnet-of-the-zone")).toEqual({
      hop: "mount-target",
      verdict: "passes",
      rule: "EFS-02",
      resource: "aws_efs_mount_target.a",
      detail: "is in us-east-1a, the zone of aws_subnet.a",
    });
  });

  it("passes in the same subnet, whatever its zone", () => {
    expect(fixtureResult("mount-target", "mount-target/zone-left-to-aws-same-subnet")).toEqual({
      hop: "mount-target",
      verdict: "passes",
      rule: "EFS-02",
      resource: "aws_efs_mount_target.a",
      detail: "is in unknown (aws_subnet.a.availability_zone), the zone of aws_subnet.a",
    });
  });

  it("passes with as many mount targets as possible subnets, one each", () => {
    expect(fixtureResult("mount-target", "forms/each-value-for-a-reference")).toEqual({
      hop: "mount-target",
      verdict: "passes",
      rule: "EFS-02",
      resource: 'aws_efs_mount_target.sonarqube["first"]',
      detail: "is in ca-central-1a, the zone of aws_subnet.a",
    });
  });

  it("fails without a fix if the others are in another VPC, since EFS allows only one VPC (EFS-04)", () => {
    const fixture = "vpc/mount-target-in-a-peered-vpc-and-another-zone";
    expect(fixtureResult("mount-target", fixture, 1)).toEqual({
      hop: "mount-target",
      verdict: "fails",
      rule: "EFS-02",
      resource: "aws_efs_file_system.jenkins_home",
      detail: "no mount target in eu-central-1b, only in eu-central-1a",
    });
  });

  it("fails without one in the task's zone", () => {
    expect(fixtureResult("mount-target", "seeds/no-mount-target-in-the-tasks-zone", 1)).toEqual({
      hop: "mount-target",
      verdict: "fails",
      rule: "EFS-02",
      resource: "aws_efs_file_system.ecs",
      detail: "no mount target in us-east-1b, only in us-east-1a",
      fix: "add a mount target of aws_efs_file_system.ecs in aws_subnet.private_b",
      terraform: [
        'resource "aws_efs_mount_target" "ecs_us-east-1b" {',
        "  file_system_id  = aws_efs_file_system.ecs.id",
        "  subnet_id       = aws_subnet.private_b.id",
        "  security_groups = [aws_security_group.efs.id]",
        "}",
      ].join("\n"),
    });
  });

  it("fails without any", () => {
    expect(fixtureResult("mount-target", "mount-target/none-at-all")).toEqual({
      hop: "mount-target",
      verdict: "fails",
      rule: "EFS-02",
      resource: "aws_efs_file_system.repositories",
      detail: "no mount target in us-east-1a, and none in another zone",
      fix: "add a mount target of aws_efs_file_system.repositories in aws_subnet.a",
      terraform: [
        'resource "aws_security_group" "repositories_nfs" {',
        "  vpc_id = aws_vpc.main.id",
        "  ingress {",
        "    from_port       = 2049",
        "    to_port         = 2049",
        '    protocol        = "tcp"',
        "    security_groups = [aws_security_group.gitea.id]",
        "  }",
        "}",
        "",
        'resource "aws_efs_mount_target" "repositories_us-east-1a" {',
        "  file_system_id  = aws_efs_file_system.repositories.id",
        "  subnet_id       = aws_subnet.a.id",
        "  security_groups = [aws_security_group.repositories_nfs.id]",
        "}",
      ].join("\n"),
    });
  });

  it("fails with two in one zone", () => {
    expect(fixtureResult("mount-target", "mount-target/two-in-one-zone")).toEqual({
      hop: "mount-target",
      verdict: "fails",
      rule: "EFS-01",
      resource: "aws_efs_mount_target.data_a",
      detail:
        "aws_efs_mount_target.a and aws_efs_mount_target.data_a are both in us-east-1a: EFS allows one mount target in each zone",
      fix: "remove aws_efs_mount_target.data_a",
    });
  });

  it("fails with one outside a One Zone file system's zone", () => {
    expect(fixtureResult("mount-target", "mount-target/one-zone-file-system-target-elsewhere")).toEqual({
      hop: "mount-target",
      verdict: "fails",
      rule: "EFS-05",
      resource: "aws_efs_mount_target.a",
      detail: "is in us-east-1a, but its One Zone file system is in us-east-1b",
    });
  });

  it("fails for tasks outside a One Zone file system's zone", () => {
    expect(fixtureResult("mount-target", "mount-target/one-zone-file-system-tasks-in-two", 1)).toEqual({
      hop: "mount-target",
      verdict: "fails",
      rule: "EFS-05",
      resource: "aws_efs_file_system.repositories",
      detail:
        "aws_efs_file_system.repositories is a One Zone file system in us-east-1a, but aws_subnet.b is in us-east-1b",
    });
  });

  it("is unknown if a zone's id and a zone's name may be the same zone", () => {
    expect(fixtureResult("mount-target", "mount-target/zone-id-against-zone-name")).toEqual({
      hop: "mount-target",
      verdict: "unknown",
      rule: "EFS-02",
      resource: "aws_efs_mount_target.a",
      detail: "not known whether it is in use1-az1",
      settle: "availability_zone of aws_subnet.a and of aws_subnet.data_a, as names or as ids on both",
    });
  });

  it("is unknown for a file system that is not in the input", () => {
    expect(fixtureResult("mount-target", "vpc/file-system-by-literal-id")).toEqual({
      hop: "mount-target",
      verdict: "unknown",
      rule: "EFS-02",
      resource: "fs-0a1b2c3d4e5f60718",
      detail: "no known mount target in eu-central-1a",
      settle: "add the plan or state that contains the mount targets of fs-0a1b2c3d4e5f60718 as another input",
    });
  });
});
