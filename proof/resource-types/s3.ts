import { id, type Service } from "./resource-type";

export const s3: Service = {
  withoutAddresses: ["aws_s3_"],
  types: {
    aws_s3_bucket: {
      identity: ["bucket"],
      arn: { service: "s3", prefix: "", attribute: "bucket", bare: true },
      destruction: { means: "its objects are lost, or a non-empty bucket makes terraform apply fail" },
    },
    aws_s3_bucket_policy: { refersTo: { bucket: id("aws_s3_bucket") } },
    aws_s3_bucket_server_side_encryption_configuration: {},
    aws_s3_object: { gives: "anything" },
    aws_s3_bucket_object: {},
  },
};
