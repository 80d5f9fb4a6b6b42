import { fixtureResult } from "../fixture-result";

describe("vpc", () => {
  it("passes with the task subnet and mount targets in one VPC", () => {
    expect(fixtureResult("vpc", "mount-target/in-another-subnet-of-the-zone")).toEqual({
      hop: "vpc",
      verdict: "passes",
      rule: "EFS-04",
      resource: "aws_subnet.a",
      detail: "task subnet and mount targets are in aws_vpc.main",
    });
  });

  it("fails with mount targets in a peered VPC", () => {
    expect(fixtureResult("vpc", "vpc/mount-targets-in-a-peered-vpc")).toEqual({
      hop: "vpc",
      verdict: "fails",
      rule: "EFS-04",
      resource: "aws_efs_mount_target.a",
      detail:
        "aws_subnet.a is in aws_vpc.apps, but the mount targets of aws_efs_file_system.jenkins_home are in aws_vpc.storage",
    });
  });

  it("is unknown for the VPC of mount targets that are not in the input", () => {
    expect(fixtureResult("vpc", "vpc/file-system-by-literal-id")).toEqual({
      hop: "vpc",
      verdict: "unknown",
      rule: "EFS-04",
      resource: "aws_subnet.a",
      detail: "not known: the mount targets of fs-0a1b2c3d4e5f60718",
      settle: "add the plan or state that contains the mount targets of fs-0a1b2c3d4e5f60718 as another input",
    });
  });
});
