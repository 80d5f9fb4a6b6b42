import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";

import { policyDocument, type PolicyStatement } from "../iam-policy";

/** A role that works with the states of an account's stacks. */
export interface StateReader {
  /** An alphanumeric word for the policy's statement ids. */
  readonly name: string;
  /** ARN of the role that the account's stacks are deployed with. */
  readonly roleArn: string;
  /** Keys of the states that it may write and lock. */
  readonly owns: readonly string[];
  /** Keys of the states that its stacks read. */
  readonly reads: readonly string[];
}

export interface StateBucketProps {
  readonly bucket: string;
  /** The partition of the bucket's ARN. */
  readonly partition: string;
  /** ARN of a KMS key. @default S3's own keys */
  readonly kmsKeyId?: string;
  readonly readers: readonly StateReader[];
}

/**
 * The bucket for Terraform states: versioned, encrypted, private, TLS only. A role can access only the states that its
 * account's stacks own or read. Terraform refuses to destroy it.
 */
export class StateBucket extends Construct {
  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { id: bucket } = new S3Bucket(this, "Resource", {
      bucket: props.bucket,
      lifecycle: { preventDestroy: true },
    });
    new S3BucketVersioningA(this, "Versioning", { bucket, versioningConfiguration: { status: "Enabled" } });
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: props.kmsKeyId
            ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: props.kmsKeyId }
            : { sseAlgorithm: "AES256" },
          bucketKeyEnabled: props.kmsKeyId !== undefined,
        },
      ],
    });
    const block = new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const arn = `arn:${props.partition}:s3:::${props.bucket}`;
    new S3BucketPolicy(this, "Policy", {
      bucket,
      policy: policyDocument([refusePlainHttp(arn), ...props.readers.flatMap((reader) => limit(reader, arn))]),
      dependsOn: [block],
    });
  }
}

function refusePlainHttp(arn: string): PolicyStatement {
  return {
    Sid: "RefusePlainHttp",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: ["s3:*"],
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * The Allow statement gives access to a role of another account; the Deny statement restricts a role whose own policies
 * allow more. States are listed individually only in the Deny: a bucket policy is limited to 20,480 bytes.
 */
function limit({ name, roleArn, owns, reads }: StateReader, arn: string): PolicyStatement[] {
  const Principal = { AWS: roleArn };
  // A state and its lock file have the same prefix (TF-04): `vpc-apps.tfstate*`.
  const writable = owns.map((key) => `${arn}/${key}*`);
  const readable = [...writable, ...reads.filter((key) => !owns.includes(key)).map((key) => `${arn}/${key}`)];
  return [
    { Sid: `List${name}`, Effect: "Allow", Principal, Action: ["s3:ListBucket"], Resource: [arn] },
    { Sid: `Use${name}`, Effect: "Allow", Principal, Action: ["s3:GetObject", "s3:PutObject"], Resource: [`${arn}/*`] },
    { Sid: `Unlock${name}`, Effect: "Allow", Principal, Action: ["s3:DeleteObject"], Resource: [`${arn}/*.tflock`] },
    {
      Sid: `RefuseRead${name}`,
      Effect: "Deny",
      Principal,
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      NotResource: readable,
    },
    {
      Sid: `RefuseWrite${name}`,
      Effect: "Deny",
      Principal,
      Action: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
      NotResource: writable,
    },
  ];
}
