import * as z from "zod";

import { accountId, roleArn } from "./primitives";

export const account = z
  .strictObject({
    id: accountId.meta({
      description: "The account's id: 12 digits, in quotes, since YAML reads bare digits as a number.",
      examples: ["222222222222"],
    }),
    deployRole: roleArn.optional().meta({
      description:
        "The role that Terraform assumes to work in this account. Without it, the current credentials must belong to this account. Either way, the provider refuses to work in any other account.",
      examples: ["arn:aws:iam::222222222222:role/terraform"],
    }),
  })
  .meta({ description: "An AWS account that stacks are deployed to.", examples: [{ id: "222222222222" }] });

export type Account = z.output<typeof account>;
