import * as z from "zod";

import { formatted } from "./primitives";

/** Outputs where other teams' Terraform finds them without reading a state. */
export const publish = z
  .strictObject({
    ssm: formatted(
      /^(\/[A-Za-z0-9_.-]+){1,10}$/,
      "a path of SSM parameters without a trailing slash, such as /network",
    ).meta({
      description:
        "What the parameters' names begin with: every output becomes `<path>/<stack>/<output>`, maps and lists as JSON.",
      examples: ["/network"],
    }),
    shareWith: z
      .array(z.string().min(1))
      .default([])
      .meta({
        description:
          "Accounts that may read them through RAM, by 12-digit id or name under `accounts`. Shared parameters are advanced ones, which cost by the month. Default: each stack's own account.",
        examples: [["apps", "333333333333"]],
      }),
  })
  .meta({
    description: "Write every output to SSM Parameter Store too, for readers who must not see a state (TF-06).",
    examples: [{ ssm: "/network", shareWith: ["apps"] }],
  });
