import { fixtureResult } from "../fixture-result";

describe("volume", () => {
  it("passes with an access point over TLS", () => {
    expect(fixtureResult("volume", "volume/access-point-over-tls")).toEqual({
      hop: "volume",
      verdict: "passes",
      rule: "ECS-02",
      resource: "aws_ecs_task_definition.minio",
      detail: "transit encryption, access point and root directory of volume objects fit together",
    });
  });

  it("fails with an access point and TLS off", () => {
    expect(fixtureResult("volume", "volume/access-point-with-tls-switched-off")).toEqual({
      hop: "volume",
      verdict: "fails",
      rule: "ECS-02",
      resource: "aws_ecs_task_definition.minio",
      detail: "volume objects uses an access point, which requires transit encryption, but transit encryption is off",
      fix: "set transit_encryption of volume objects in aws_ecs_task_definition.minio to ENABLED",
      terraform:
        '# in aws_ecs_task_definition.minio, volume "objects", efs_volume_configuration\ntransit_encryption = "ENABLED"',
    });
  });

  it("fails with IAM and no TLS", () => {
    expect(fixtureResult("volume", "volume/iam-without-tls")).toEqual({
      hop: "volume",
      verdict: "fails",
      rule: "ECS-02",
      resource: "aws_ecs_task_definition.minio",
      detail: "volume objects uses IAM authorization, which requires transit encryption, but transit encryption is off",
      fix: "set transit_encryption of volume objects in aws_ecs_task_definition.minio to ENABLED",
      terraform:
        '# in aws_ecs_task_definition.minio, volume "objects", efs_volume_configuration\ntransit_encryption = "ENABLED"',
    });
  });

  it("fails with a TLS port and no TLS", () => {
    expect(fixtureResult("volume", "volume/tls-port-without-tls")).toEqual({
      hop: "volume",
      verdict: "fails",
      rule: "ECS-02",
      resource: "aws_ecs_task_definition.minio",
      detail: "volume objects uses a port for TLS, which requires transit encryption, but transit encryption is off",
      fix: "set transit_encryption of volume objects in aws_ecs_task_definition.minio to ENABLED",
      terraform:
        '# in aws_ecs_task_definition.minio, volume "objects", efs_volume_configuration\ntransit_encryption = "ENABLED"',
    });
  });

  it("fails with an access point and a root directory", () => {
    expect(fixtureResult("volume", "volume/access-point-and-a-root-directory")).toEqual({
      hop: "volume",
      verdict: "fails",
      rule: "ECS-03",
      resource: "aws_ecs_task_definition.minio",
      detail: 'volume objects has an access point, so its root directory must be "/", not "/minio"',
      fix: 'set root_directory of volume objects in aws_ecs_task_definition.minio to "/"',
      terraform: '# in aws_ecs_task_definition.minio, volume "objects", efs_volume_configuration\nroot_directory = "/"',
    });
  });

  it("fails with an access point of another file system", () => {
    expect(fixtureResult("volume", "volume/access-point-of-another-file-system")).toEqual({
      hop: "volume",
      verdict: "fails",
      rule: "EFS-06",
      resource: "aws_efs_access_point.minio",
      detail: "is an access point of another file system, not of aws_efs_file_system.objects",
    });
  });

  it("fails with an access point whose directory is never created", () => {
    expect(fixtureResult("volume", "volume/access-point-path-nobody-creates")).toEqual({
      hop: "volume",
      verdict: "fails",
      rule: "EFS-06",
      resource: "aws_efs_access_point.minio",
      detail: "EFS does not create /minio on a new file system: its creation_info is not complete",
      fix: "set creation_info of aws_efs_access_point.minio so that EFS creates its directory",
      terraform: [
        "# in aws_efs_access_point.minio, root_directory",
        "creation_info {",
        "  owner_uid   = 1001",
        "  owner_gid   = 1001",
        '  permissions = "755"',
        "}",
      ].join("\n"),
    });
  });

  it("fails with a path of more than four levels", () => {
    expect(fixtureResult("volume", "volume/access-point-path-too-deep")).toEqual({
      hop: "volume",
      verdict: "fails",
      rule: "EFS-06",
      resource: "aws_efs_access_point.minio",
      detail: "its path /teams/platform/prod/minio/data is longer than 100 characters or four levels",
    });
  });

  it("fails with a directory of a new file system", () => {
    expect(fixtureResult("volume", "volume/root-directory-on-a-new-file-system")).toEqual({
      hop: "volume",
      verdict: "fails",
      rule: "EFS-07",
      resource: "aws_ecs_task_definition.minio",
      detail: 'volume objects mounts "/minio" of a new, empty file system, and nothing creates that directory',
      fix: "mount through an access point of aws_efs_file_system.objects that creates /minio",
      terraform: [
        'resource "aws_efs_access_point" "objects__minio" {',
        "  file_system_id = aws_efs_file_system.objects.id",
        "  root_directory {",
        '    path = "/minio"',
        "    creation_info {",
        "      owner_uid   = 0",
        "      owner_gid   = 0",
        '      permissions = "755"',
        "    }",
        "  }",
        "}",
        "",
        '# in aws_ecs_task_definition.minio, volume "objects", efs_volume_configuration',
        "authorization_config {",
        "  access_point_id = aws_efs_access_point.objects__minio.id",
        "}",
        "# remove root_directory",
      ].join("\n"),
    });
  });

  it("is unknown for a directory of an existing file system", () => {
    expect(fixtureResult("volume", "volume/root-directory-on-an-existing-file-system")).toEqual({
      hop: "volume",
      verdict: "unknown",
      rule: "EFS-07",
      resource: "aws_ecs_task_definition.minio",
      detail: 'volume objects mounts "/minio", which must exist; nothing in the input creates it',
      settle: "evidence that /minio exists on the file system, or an access point with creation_info",
    });
  });

  it("is unknown for a volume that the plan hides", () => {
    expect(fixtureResult("volume", "forms/dynamic-volume-wholly-hidden")).toEqual({
      hop: "volume",
      verdict: "unknown",
      rule: "ECS-02",
      resource: "aws_ecs_task_definition.sonarqube",
      detail: "not known which file system volume sonarqube uses: known only after apply",
      settle:
        "efs_volume_configuration of volume sonarqube in aws_ecs_task_definition.sonarqube, which the deployed state shows",
    });
  });
});
