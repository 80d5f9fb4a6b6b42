/** RDS and DynamoDB: their data, and the secrets that RDS manages. */
import { type Service, type Withdrawal } from "./resource-type";

const withoutBackups: readonly Withdrawal[] = [
  {
    form: "becomes",
    attribute: "backup_retention_period",
    is: 0,
    means: "is no longer backed up, and its automated backups are deleted",
    todo: "keep backup_retention_period above 0",
    data: true,
  },
];

/** Other services that hold data. */
const stores = [
  ...["aws_docdb_cluster", "aws_neptune_cluster", "aws_redshift_cluster", "aws_elasticache_cluster"],
  ...["aws_elasticache_replication_group", "aws_memorydb_cluster", "aws_opensearch_domain", "aws_keyspaces_table"],
  ...["aws_fsx_lustre_file_system", "aws_fsx_ontap_file_system", "aws_fsx_openzfs_file_system"],
  ...["aws_fsx_windows_file_system", "aws_kinesis_stream", "aws_msk_cluster", "aws_mq_broker", "aws_glacier_vault"],
  ...["aws_timestreamwrite_table", "aws_cognito_user_pool", "aws_db_snapshot", "aws_ebs_snapshot"],
  ...["aws_ecrpublic_repository", "aws_codecommit_repository", "aws_cloudtrail_event_data_store"],
];

export const databases: Service = {
  types: {
    aws_db_instance: {
      secretOf: "secretsmanager", // `master_user_secret`
      destruction: { means: "its data is lost unless there is a snapshot", data: true },
      withdraws: withoutBackups,
      opens: [
        { form: "deletion-protection", attribute: "deletion_protection" },
        {
          form: "value",
          attribute: "publicly_accessible",
          is: true,
          what: "has a public address",
          todo: "set publicly_accessible = false",
        },
      ],
    },
    aws_rds_cluster: {
      secretOf: "secretsmanager", // `master_user_secret`
      destruction: { means: "its data is lost unless there is a snapshot", data: true },
      withdraws: withoutBackups,
      opens: [{ form: "deletion-protection", attribute: "deletion_protection" }],
    },
    aws_dynamodb_table: {
      destruction: { means: "its items are lost", data: true },
      withdraws: [
        {
          form: "becomes",
          attribute: "point_in_time_recovery.enabled",
          is: false,
          means: "can no longer be restored to a point in time, and its continuous backups are deleted",
          todo: "keep point_in_time_recovery enabled",
          data: true,
        },
      ],
      opens: [{ form: "deletion-protection", attribute: "deletion_protection_enabled" }],
    },
    ...Object.fromEntries(stores.map((type) => [type, { destruction: { means: "its data is lost", data: true } }])),
  },
};
