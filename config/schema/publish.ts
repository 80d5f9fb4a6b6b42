import * as z from "zod";

import { formatted } from "./primitives";

/** Outputs in SSM Parameter Store, where Terraform of other teams can read them without access to the state. */
export const publish = z
  .strictObject({
    ssm: formatted(
      /^(\/[A-Za-z0-9_.-]+){1,10}$/,
      "a path of SSM parameters without a trailing slash, such as /network",
    ).meta({
      description:
        "The prefix of the parameters' names: every output becomes `<path>/<stack>/<output>`, with maps and lists as JSON.",
      examples: ["/network"],
    }),
    shareWith: z
      .array(z.string().min(1))
      .default([])
      .meta({
        description:
          "Accounts that may read the parameters through RAM, by 12-digit id or name under `accounts`. Shared parameters must be advanced parameters, which are charged monthly. Default: each stack's own account only.",
        examples: [["apps", "333333333333"]],
      }),
  })
  .meta({
    description: "Also write every output to SSM Parameter Store, for readers without access to the state (TF-06).",
    examples: [{ ssm: "/network", shareWith: ["apps"] }],
  });
