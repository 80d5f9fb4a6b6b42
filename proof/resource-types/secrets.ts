/** AWS Secrets Manager and SSM Parameter Store. */
import { kmsKeys } from "./kms";
import { arn, id, type Service } from "./resource-type";

export const secrets: Service = {
  types: {
    aws_secretsmanager_secret: {
      arn: { service: "secretsmanager", prefix: "secret:", attribute: "name", suffixed: true },
      leaf: true,
      external: true,
      secretOf: "secretsmanager",
      destruction: {
        means: "everything that reads it will fail, and its value is lost after recovery_window_in_days",
        data: true,
      },
    },
    aws_secretsmanager_secret_version: {
      refersTo: { secret_id: id("aws_secretsmanager_secret") },
      gives: "anything",
      external: true,
      secretOf: "secretsmanager",
    },
    aws_secretsmanager_secret_policy: {
      refersTo: { secret_arn: arn("aws_secretsmanager_secret") },
      external: true,
      opens: [{ form: "policy", attribute: "policy", of: "resource" }],
    },
    aws_secretsmanager_secret_rotation: { external: true },
    aws_secretsmanager_secret_versions: { external: true },
    aws_secretsmanager_secrets: { external: true },
    aws_ssm_parameter: {
      destruction: {
        means: "everything that reads it will fail, and its value is lost",
        data: true,
        onlyDeleted: true,
      },
      refersTo: { key_id: arn(...kmsKeys) },
      gives: "anything",
      external: true,
      secretOf: "ssm",
    },
    aws_ssm_parameters_by_path: { gives: "anything", external: true },
  },
};
