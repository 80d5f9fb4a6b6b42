import { type PolicyStatement } from "../iam-policy";
import { sorted } from "../sorted";
import { type ContainerProps, type MountPoint } from "./container";
import copy from "./seed-copy.sh";
import files from "./seed-files.sh";
import place from "./seed-place.sh";
import s3 from "./seed-s3.sh";
import { withoutDirectives } from "./shell";

/** The source of the initial files. */
export type SeedSource =
  | { readonly kind: "files"; /** Contents by path. */ readonly files: Readonly<Record<string, string>> }
  | { readonly kind: "copy"; /** A directory in the image. */ readonly directory: string }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      /** Ends in `/`, or is empty. */
      readonly prefix: string;
      /** ARN of the key that the objects are encrypted with. @default a key that needs no permission */
      readonly kmsKeyArn?: string;
    };

export interface SeedContainerProps {
  readonly name: string;
  /** An image with a shell; other requirements depend on the source. */
  readonly image: string;
  /** The owner of the files: the access point's `uid:gid`. */
  readonly user: string;
  readonly mountPoint: MountPoint;
  readonly source: SeedSource;
}

/** A container that writes the initial files and must succeed; existing files are not changed. */
export function seedContainer({ name, image, user, mountPoint, source }: SeedContainerProps): ContainerProps {
  const directory = "/seed";
  return {
    name,
    image,
    user,
    essential: false,
    entryPoint: ["sh", "-c", seedScript(source), name],
    command: [directory, ...seedArguments(source)],
    environment: {},
    secrets: {},
    ports: [],
    mountPoints: [{ ...mountPoint, containerPath: directory, readOnly: false }],
  };
}

/** A POSIX shell script; its first argument is the directory to write to, followed by the source's arguments. */
export function seedScript(source: SeedSource): string {
  return ["set -eu", ...[place, { files, copy, s3 }[source.kind]].map(withoutDirectives)].join("\n\n");
}

export function seedArguments(source: SeedSource): string[] {
  switch (source.kind) {
    case "files":
      return sorted(source.files).flat();
    case "copy":
      return [source.directory];
    case "s3":
      return [source.bucket, source.prefix];
  }
}

/** What the writer may read besides its mount. */
export function seedStatements(source: SeedSource, partition: string): PolicyStatement[] {
  if (source.kind !== "s3") return [];
  const bucket = `arn:${partition}:s3:::${source.bucket}`;
  return [
    { Effect: "Allow", Action: ["s3:GetObject"], Resource: `${bucket}/${source.prefix}*` },
    {
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: bucket,
      Condition: { StringLike: { "s3:prefix": `${source.prefix}*` } },
    },
    ...(source.kmsKeyArn ? [decryptThroughS3(source.kmsKeyArn)] : []),
  ];
}

/** "To download an object encrypted with SSE-KMS you need kms:Decrypt" (S3 user guide, UsingKMSEncryption). */
function decryptThroughS3(keyArn: string): PolicyStatement {
  const [, partition, , region] = keyArn.split(":");
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    Effect: "Allow",
    Action: ["kms:Decrypt"],
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": `s3.${region}.${suffix}` } },
  };
}
