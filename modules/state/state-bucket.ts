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

/**
 * Allowing lets a role of another account in; refusing the rest binds one whose own policies allow more. Each state is
 * named where something is refused alone: S3 takes 20,480 bytes of a policy.
 */
function limit({ name, roleArn, owns, reads }: StateReader, arn: string): PolicyStatement[] {
  const Principal = { AWS: roleArn };
  // A state and its lock file lie side by side (TF-04): `vpc-apps.tfstate*`.
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
