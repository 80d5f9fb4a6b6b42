import { id, type Service } from "./resource-type";

export const s3: Service = {
  withoutAddresses: ["aws_s3_"],
  types: {
    aws_s3_bucket: {
      identity: ["bucket"],
      arn: { service: "s3", prefix: "", attribute: "bucket", bare: true },
      destruction: { means: "its objects are lost, or a non-empty bucket makes terraform apply fail", data: true },
      opens: [{ form: "policy", attribute: "policy", of: "resource" }],
    },
    aws_s3_bucket_policy: {
      refersTo: { bucket: id("aws_s3_bucket") },
      opens: [{ form: "policy", attribute: "policy", of: "resource" }],
    },
    aws_s3_bucket_public_access_block: {
      withdraws: ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].map(
        (attribute) => ({
          form: "becomes",
          attribute,
          is: false,
          means: "no longer blocks public access to its bucket",
          todo: `keep ${attribute} = true`,
          access: true,
        }),
      ),
      destruction: { means: "public access to its bucket is no longer blocked", onlyDeleted: true, access: true },
    },
    aws_s3_bucket_acl: {
      opens: ["public-read", "public-read-write", "authenticated-read"].map((acl) => ({
        form: "value",
        attribute: "acl",
        is: acl,
        what: `gives everyone access to the bucket (${acl})`,
        todo: 'set acl = "private", or confirm that public access is intended',
      })),
    },
    aws_s3_bucket_versioning: {
      withdraws: [
        {
          form: "becomes",
          attribute: "versioning_configuration.status",
          is: "Suspended",
          means: "keeps no earlier versions of objects any more",
          todo: 'keep status = "Enabled"',
        },
      ],
      destruction: { means: "its bucket keeps no earlier versions of objects any more", onlyDeleted: true },
    },
    aws_s3_bucket_lifecycle_configuration: {
      refersTo: { bucket: id("aws_s3_bucket") },
      withdraws: [
        {
          form: "shrinks",
          attribute: "rule.noncurrent_version_expiration.noncurrent_days",
          of: "bucket",
          means: "deletes old versions of the bucket's objects after that many days",
          todo: "check that no old version is needed for longer",
          data: true,
        },
        {
          form: "shrinks",
          attribute: "rule.expiration.days",
          of: "bucket",
          means: "deletes objects of the bucket after that many days",
          todo: "check that no object is needed for longer",
          data: true,
        },
      ],
    },
    aws_s3_bucket_replication_configuration: {
      destruction: { means: "new objects of its bucket are no longer replicated", onlyDeleted: true },
    },
    aws_s3_bucket_server_side_encryption_configuration: {},
    aws_s3_object: { gives: "anything" },
    aws_s3_bucket_object: {},
  },
};
