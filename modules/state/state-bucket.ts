import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";

import { policyDocument, type PolicyStatement } from "../iam-policy";

/** Who works with the states of an account's stacks. */
export interface StateReader {
  /** A word for the policy's statements, of letters and digits. */
  readonly name: string;
  /** ARN of the role that the account's stacks are deployed with. */
  readonly roleArn: string;
  /** Keys of its own states, written and locked. */
  readonly owns: readonly string[];
  /** Keys of the states that its stacks read. */
  readonly reads: readonly string[];
}

export interface StateBucketProps {
  readonly bucket: string;
  /** Begins the bucket's ARN. */
  readonly partition: string;
  /** ARN of a KMS key. @default S3's own keys */
  readonly kmsKeyId?: string;
  readonly readers: readonly StateReader[];
}

/**
 * The bucket that Terraform's states lie in: versioned, encrypted, private, TLS only. A role reaches the states that its
 * account's stacks own or read, and no other. Terraform refuses to destroy it.
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

/** Allowing lets a role of another account in; denying the rest binds one whose own policies allow more. */
function limit({ name, roleArn, owns, reads }: StateReader, arn: string): PolicyStatement[] {
  const Principal = { AWS: roleArn };
  const objects = (keys: readonly string[]) => keys.map((key) => `${arn}/${key}`);
  // A state and its lock file lie side by side (TF-04).
  const locks = owns.map((key) => `${key}.tflock`);
  const readable = [...new Set([...owns, ...locks, ...reads])];
  return [
    { Sid: `List${name}`, Effect: "Allow", Principal, Action: ["s3:ListBucket"], Resource: [arn] },
    { Sid: `Read${name}`, Effect: "Allow", Principal, Action: ["s3:GetObject"], Resource: objects(readable) },
    {
      Sid: `Write${name}`,
      Effect: "Allow",
      Principal,
      Action: ["s3:PutObject"],
      Resource: objects([...owns, ...locks]),
    },
    { Sid: `Unlock${name}`, Effect: "Allow", Principal, Action: ["s3:DeleteObject"], Resource: objects(locks) },
    {
      Sid: `RefuseRead${name}`,
      Effect: "Deny",
      Principal,
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      NotResource: objects(readable),
    },
    {
      Sid: `RefuseWrite${name}`,
      Effect: "Deny",
      Principal,
      Action: ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
      NotResource: objects([...owns, ...locks]),
    },
  ];
}
