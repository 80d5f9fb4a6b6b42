import * as z from "zod";

import { accountId, policyArn, roleArn, rolePath } from "./primitives";

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
    permissionsBoundary: policyArn.optional().meta({
      description:
        "A policy that limits every role of the stacks in this account, as some organizations require of roles that Terraform creates; a change updates the roles in place. The proof can't see whether it allows what a task needs, so paths are unknown until a plan contains it. Default: none.",
      examples: ["arn:aws:iam::222222222222:policy/boundary"],
    }),
    rolePath: rolePath.optional().meta({
      description:
        "The IAM path of every role and instance profile of the stacks in this account, as some organizations require of the roles that a pipeline may create. A change replaces the roles: what they may do is interrupted in the meantime. Default: `/`.",
      examples: ["/platform/"],
    }),
  })
  .meta({ description: "An AWS account that stacks are deployed to.", examples: [{ id: "222222222222" }] });

export type Account = z.output<typeof account>;
