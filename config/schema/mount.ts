import * as z from "zod";

import { formatted, name } from "./primitives";
import { seed } from "./seed";

export const mount = z
  .strictObject({
    fileSystem: name.meta({ description: "A file system of the workload's VPC, by name.", examples: ["content"] }),
    accessPoint: name.optional().meta({
      description: "An access point of that file system, by name. Default: the file system's root.",
      examples: ["web"],
    }),
    rootDirectory: formatted(/^\/[^\0]*$/, "an absolute path, such as /exports")
      .optional()
      .meta({
        description:
          "The directory to mount, which must exist (EFS-07); not together with an access point (ECS-03). Default: `/`.",
        examples: ["/exports"],
      }),
    readOnly: z
      .boolean()
      .default(false)
      .meta({
        description: "Mount without write access; the task role then lacks write permission too.",
        examples: [true],
      }),
    seed: seed.optional().meta({
      description:
        "Initial files, written before the container starts and only if the directory is empty; requires an access point, whose user owns them. Default: none.",
      examples: [{ files: { "index.html": "<h1>It works</h1>" } }],
    }),
  })
  .meta({
    description: "An EFS mount, always with TLS and IAM authorization.",
    examples: [{ fileSystem: "content", accessPoint: "web", readOnly: true }],
  });

export type Mount = z.output<typeof mount>;
