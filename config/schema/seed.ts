import * as z from "zod";

import { formatted, image, kmsKey } from "./primitives";

const by = z
  .enum(["container", "instance"])
  .default("container")
  .meta({
    description:
      "Who writes: a container of the task that must end with success before the application starts, or an EC2 instance that mounts the file system over TLS, writes once and stops.",
    examples: ["container"],
  });

/** Relative, clean, without a way out of the mount. */
const target = formatted(
  /^(?!\/)(?!(.*\/)?\.{1,2}(\/|$))(?!.*\/\/)[^\0]+[^/\0]$|^[^/.\0]$/,
  "a path below the mount, such as index.html or css/site.css",
);

const files = z
  .strictObject({
    files: z.record(target, z.string()).meta({
      description: "Contents by path below the mount; a task definition holds 64 KiB in all.",
      examples: [{ "index.html": "<h1>It works</h1>" }],
    }),
    image: image.optional().meta({
      description: "An image with `sh` that writes them. Default: the container's own.",
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/busybox:1.36"],
    }),
    by,
  })
  .meta({ title: "Inline", description: "Files that stand in this file." });

const copy = z
  .strictObject({
    copy: formatted(/^\/[^\0]*$/, "an absolute path in the image, such as /usr/share/nginx/html").meta({
      description: "A directory of the image; what is below it is copied.",
      examples: ["/usr/share/nginx/html"],
    }),
    image: image.optional().meta({
      description:
        "The image with that directory, and with `sh`, `cp`, `ln` and `mkdir`. Default: the container's own.",
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27"],
    }),
  })
  .meta({ title: "From an image", description: "Files of an image, such as the content that it came with." });

const s3 = z
  .strictObject({
    s3: formatted(
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/([^\0*?]*\/)?$/,
      "an S3 prefix that ends in /, such as s3://content/web/",
    ).meta({
      description: "A prefix of a bucket of the Region; the task role may read just that.",
      examples: ["s3://example-content/web/"],
    }),
    kmsKeyId: kmsKey.optional().meta({
      description:
        "ARN of the customer managed KMS key that the objects are encrypted with (SSE-KMS): who writes may then decrypt with it through S3. Default: S3's own or AWS managed key, which needs no right.",
      examples: ["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
    image: image.optional().meta({
      description: "An image with `sh` and the `aws` command; required unless an instance writes.",
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/aws-cli:2.17.0"],
    }),
    by,
  })
  .meta({ title: "From S3", description: "Objects below a prefix." });

export const seed = z.union([files, copy, s3]).meta({
  description: "First files of a mount: inline, from an image, or from S3. What is there already is left alone.",
  examples: [{ files: { "index.html": "<h1>It works</h1>" } }, { copy: "/usr/share/nginx/html" }],
});

export type Seed = z.output<typeof seed>;
