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
      opens: [{ form: "deletion-protection", attribute: "deletion_protection_enabled" }],
    },
  },
};
