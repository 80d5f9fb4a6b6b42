import * as z from "zod";

import { formatted, name, region } from "./primitives";

const stackName = formatted(
  /^((vpc|ecs|eks)-[a-z]([a-z0-9-]{0,30}[a-z0-9])?|shared-network-[a-z]{2}-[a-z-]+-[0-9])$/,
  "the name of a stack that is no longer in the file: vpc-, ecs- or eks-, and the name that the VPC or workload had, or shared-network- and a Region",
);

const retiredStack = z
  .strictObject({
    account: name.meta({
      description: "The account that the stack was deployed to, by its name in the file.",
      examples: ["apps"],
    }),
    region: region.optional().meta({
      description:
        "The Region that the stack was deployed to. Default: the file's `region`; of a shared network, the Region in its name.",
      examples: ["eu-west-1"],
    }),
    fileSystems: z
      .record(
        name,
        z.enum(["keep", "destroy"], { error: "should be keep or destroy" }).meta({
          description:
            "`keep`: the file system stays in the stack, and Terraform refuses to destroy it. `destroy`: the next deploy destroys it with its files. Backups stay in their vault.",
          examples: ["keep"],
        }),
      )
      .optional()
      .meta({
        description:
          "Required for a VPC: every file system that the stack has, by its name. Terraform refuses to destroy those that are kept. A plan fails if the state has one that is not listed here.",
        examples: [{ content: "keep" }],
      }),
  })
  .meta({ title: "Retired stack", description: "A stack without resources: the next deploy destroys what it has." });

export const retired = z
  .record(stackName, retiredStack)
  .default({})
  .meta({
    description:
      "Stacks that have left the file and are still deployed, by stack name. Each is written with its provider and its backend only, so that the next deploy destroys its resources: workloads first, then VPCs, then shared networks. Terraform refuses to destroy file systems that are kept. Remove an entry after that deploy.",
    examples: [{ "ecs-old": { account: "apps" } }],
  });

export type RetiredStack = z.output<typeof retiredStack>;
