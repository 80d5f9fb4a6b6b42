import * as z from "zod";

import { formatted, image, kmsKey } from "./primitives";

const by = z
  .enum(["container", "instance"])
  .default("container")
  .meta({
    description:
      "What writes the files: a container of the task that must succeed before the application starts, or an EC2 instance that mounts the file system over TLS, writes once and stops.",
    examples: ["container"],
  });

/** Relative, normalized, and inside the mount. */
const target = formatted(
  /^(?!\/)(?!(.*\/)?\.{1,2}(\/|$))(?!.*\/\/)[^\0]+[^/\0]$|^[^/.\0]$/,
  "a path below the mount, such as index.html or css/site.css",
);

const files = z
  .strictObject({
    files: z.record(target, z.string()).meta({
      description: "Contents by path below the mount; a task definition can hold 64 KiB in total.",
      examples: [{ "index.html": "<h1>It works</h1>" }],
    }),
    image: image.optional().meta({
      description: "An image with `sh` that writes them. Default: the container's own image.",
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/busybox:1.36"],
    }),
    by,
  })
  .meta({ title: "Inline", description: "Files whose contents are in this file." });

const copy = z
  .strictObject({
    copy: formatted(/^\/[^\0]*$/, "an absolute path in the image, such as /usr/share/nginx/html").meta({
      description: "A directory in the image; its contents are copied.",
      examples: ["/usr/share/nginx/html"],
    }),
    image: image.optional().meta({
      description:
        "The image with that directory, and with `sh`, `cp`, `ln` and `mkdir`. Default: the container's own image.",
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27"],
    }),
  })
  .meta({ title: "From an image", description: "Files of an image, such as its default content." });

const s3 = z
  .strictObject({
    s3: formatted(
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/([^\0*?]*\/)?$/,
      "an S3 prefix that ends in /, such as s3://content/web/",
    ).meta({
      description: "A prefix in a bucket of the same Region; the task role may read only that.",
      examples: ["s3://example-content/web/"],
    }),
    kmsKeyId: kmsKey.optional().meta({
      description:
        "ARN of the customer managed KMS key that the objects are encrypted with (SSE-KMS): the role that seeds may then decrypt with it through S3. Default: S3's own or AWS managed key, which needs no permission.",
      examples: ["arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    }),
    image: image.optional().meta({
      description: "An image with `sh` and the `aws` command; required unless an instance writes the files.",
      examples: ["222222222222.dkr.ecr.us-east-1.amazonaws.com/aws-cli:2.17.0"],
    }),
    by,
  })
  .meta({ title: "From S3", description: "Objects below a prefix." });

export const seed = z.union([files, copy, s3]).meta({
  description: "Initial files of a mount: inline, from an image, or from S3. Existing files are not changed.",
  examples: [{ files: { "index.html": "<h1>It works</h1>" } }, { copy: "/usr/share/nginx/html" }],
});

export type Seed = z.output<typeof seed>;
