/** RDS and DynamoDB: their data, and the secrets that RDS manages. */
import { type Service } from "./resource-type";

export const databases: Service = {
  types: {
    aws_db_instance: {
      secretOf: "secretsmanager", // `master_user_secret`
      destruction: { means: "its data is lost unless there is a snapshot" },
      opens: [{ form: "deletion-protection", attribute: "deletion_protection" }],
    },
    aws_rds_cluster: { secretOf: "secretsmanager" }, // `master_user_secret`
    aws_dynamodb_table: {
      destruction: { means: "its items are lost" },
      opens: [{ form: "deletion-protection", attribute: "deletion_protection_enabled" }],
    },
  },
};
