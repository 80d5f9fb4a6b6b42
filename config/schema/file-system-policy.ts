import * as z from "zod";

import { formatted, name } from "./primitives";

const operator =
  /^(For(AllValues|AnyValue):)?(String(Not)?(Equals|Like|EqualsIgnoreCase)|Arn(Not)?(Equals|Like)|Bool|(Not)?IpAddress|Null|(Numeric|Date)(Not)?Equals|(Numeric|Date)(Less|Greater)Than(Equals)?)(IfExists)?$/;

const statement = z
  .strictObject({
    sid: formatted(/^[A-Za-z0-9-]{1,64}$/, "a statement id of letters, digits and hyphens, such as DenyAudit")
      .optional()
      .meta({ description: "The statement's id, unique in the policy. Default: none.", examples: ["DenyAudit"] }),
    effect: z.enum(["allow", "deny"]).meta({
      description: "Whether the actions are allowed or denied; a statement that denies overrides all that allow.",
      examples: ["deny"],
    }),
    principals: z
      .array(
        formatted(
          /^(\*|[0-9]{12}|arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:(root|(role|user)\/[A-Za-z0-9+=,.@_/-]+))$/,
          'the ARN of an IAM role or user, an account id in quotes, or "*" for everyone',
        ),
      )
      .min(1)
      .meta({
        description:
          'Whose requests it is about: ARNs of IAM roles and users, account ids, or `"*"` for everyone, also clients without an IAM identity. A role has to exist, or EFS refuses the policy.',
        examples: [["arn:aws:iam::222222222222:role/audit"]],
      }),
    actions: z
      .array(
        formatted(
          /^elasticfilesystem:[A-Za-z*?]+$/,
          "an action of EFS, such as elasticfilesystem:ClientMount or elasticfilesystem:Client*",
        ),
      )
      .min(1)
      .meta({ description: "The actions of EFS.", examples: [["elasticfilesystem:ClientWrite"]] }),
    accessPoints: z
      .array(name)
      .default([])
      .meta({
        description:
          "Access points of the file system, by name: it is about clients that mount through them only. Default: all clients.",
        examples: [["web"]],
      }),
    conditions: z
      .record(
        formatted(operator, "a condition operator of IAM, such as StringEquals"),
        z.record(
          formatted(/^[a-z0-9-]+:[A-Za-z0-9/._-]+$/, "a condition key, such as aws:PrincipalOrgID"),
          z.union([z.string(), z.array(z.string()).min(1)], {
            error: 'should be text, such as "true" in quotes, or a list of texts',
          }),
        ),
      )
      .default({})
      .meta({
        description: "Conditions as in IAM, which all have to hold: values by operator and condition key.",
        examples: [{ StringNotEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } }],
      }),
  })
  .meta({
    description: "A statement about requests to the file system.",
    examples: [
      {
        effect: "allow",
        principals: ["arn:aws:iam::222222222222:role/audit"],
        actions: ["elasticfilesystem:ClientMount"],
      },
    ],
  });

export const fileSystemPolicy = z
  .array(statement)
  .default([])
  .meta({
    description:
      "Statements of the file system policy, besides those that are always there: they deny clients without TLS and clients that don't come through a mount target. Tasks need none, since their roles may mount what they list. `prove` fails if a statement denies what a task or pod needs (EFS-09).",
    examples: [
      [
        {
          sid: "DenyAudit",
          effect: "deny",
          principals: ["arn:aws:iam::222222222222:role/audit"],
          actions: ["elasticfilesystem:ClientWrite"],
        },
      ],
    ],
  });

export type FileSystemStatement = z.output<typeof statement>;
