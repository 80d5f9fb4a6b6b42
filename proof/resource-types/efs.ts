import { type Service } from "./resource-type";

export const efs: Service = {
  ownIds: "aws_efs_",
  types: {
    aws_efs_file_system: {
      idPrefixes: ["fs"],
      identity: ["file_system_id", "dns_name"],
      referencedBy: { id: ["file_system_id"] },
      arn: { service: "elasticfilesystem", prefix: "file-system/", attribute: "id" },
      leaf: true,
      // https://docs.aws.amazon.com/efs/latest/ug/replicate-existing-destination.html
      withdraws: [
        {
          form: "becomes",
          attribute: "protection.replication_overwrite",
          is: "DISABLED",
          unset: "ENABLED",
          means: "is read-only now, and a replication may overwrite its files",
          todo: 'keep replication_overwrite = "ENABLED", unless the file system is to become a replica',
          data: true,
        },
      ],
      opens: [
        {
          form: "value",
          attribute: "encrypted",
          not: true,
          what: "is not encrypted, and encryption can't be enabled later",
          todo: "set encrypted = true",
        },
      ],
    },
    aws_efs_access_point: {
      idPrefixes: ["fsap"],
      identity: ["access_point_id"],
      referencedBy: { id: ["access_point_id"] },
      arn: { service: "elasticfilesystem", prefix: "access-point/", attribute: "id" },
      leaf: true,
      destruction: { means: "tasks that mount through it lose access to their files", rule: "EFS-06" },
    },
    aws_efs_mount_target: {
      idPrefixes: ["fsmt"],
      unique: {
        by: ["file_system_id", "subnet_id"],
        refused: {
          rule: "EFS-01",
          because: "a file system can have only one mount target in each Availability Zone",
          inZone: true,
        },
      },
      withdraws: [
        {
          form: "loses",
          attribute: "security_groups",
          means: "so tasks mount only if the remaining groups allow tcp/2049 from them",
          todo: "check that the remaining security groups allow tcp/2049 from the tasks",
          rule: "EFS-11",
        },
      ],
      destruction: {
        means: "tasks in its zone lose access to their files, and no task can start there until it is recreated",
        rule: "EFS-02",
      },
    },
    aws_efs_file_system_policy: {
      opens: [{ form: "policy", attribute: "policy", of: "resource" }],
      destruction: {
        means: "without a policy, every client that reaches a mount target can mount",
        rule: "EFS-09",
        onlyDeleted: true,
        access: true,
      },
    },
    aws_efs_replication_configuration: {
      creates: { "destination[0].file_system_id": { type: "aws_efs_file_system", manageable: true } },
      destruction: { means: "the replica is no longer updated" },
      withdraws: [
        {
          form: "overwrites",
          attribute: "destination.file_system_id",
          means: "becomes a read-only replica, and its files are overwritten by those of the source",
          todo: "leave out file_system_id, so that EFS creates the replica, or check that the destination's files can go",
          data: true,
        },
      ],
    },
    aws_efs_backup_policy: {
      // The provider's Delete sets the status DISABLED (hashicorp/aws, internal/service/efs/backup_policy.go).
      unique: {
        by: ["file_system_id"],
        refused: { because: "destroying the old one disables automatic backups" },
      },
      destruction: { means: "its file system is no longer backed up automatically", onlyDeleted: true },
      withdraws: [
        {
          form: "becomes",
          attribute: "backup_policy.status",
          is: "DISABLED",
          means: "no longer backs up its file system",
          todo: 'keep status = "ENABLED"',
        },
      ],
    },
  },
};
