import * as z from "zod";

import { account } from "./account";
import { assume } from "./assume";
import { ecsEc2Workload, ecsFargateWorkload } from "./ecs-workload";
import { eksFargateWorkload } from "./eks-workload";
import { name, organizationArn, region, tags } from "./primitives";
import { publish } from "./publish";
import { sharedNetwork } from "./shared-network";
import { state } from "./state";
import { workloadVpc } from "./workload-vpc";

/** Further platforms are added here. */
const workload = z.discriminatedUnion("platform", [ecsFargateWorkload, ecsEc2Workload, eksFargateWorkload]);

/** The whole file. Every object is strict: what is not here is a mistake, and is said so. */
export const organization = z
  .strictObject({
    name: name.meta({
      description:
        "The organization's short name: names in AWS and state keys begin with it. A change replaces whatever carries the name, resolver endpoints and file systems among it; Terraform refuses to destroy the file systems.",
      examples: ["example"],
    }),
    region: region.meta({
      description: "The Region of all stacks: rules and shares are regional (DNS-15).",
      examples: ["us-east-1"],
    }),
    organizationArn: organizationArn.optional().meta({
      description: "The AWS organization, for `shareWith: [organization]`.",
      examples: ["arn:aws:organizations::111111111111:organization/o-exampleorgid"],
    }),
    defaultTags: tags.default({}).meta({
      description:
        "Tags of every resource that has tags, of container instances and their disks too, beside the project's own: at most 48, of letters, digits, blanks and `_.:/=+-@`, as IAM takes them. Keys with a blank or `/` are left off instances with `resolve: hosts-file`, which EC2 refuses there.",
      examples: [{ CostCenter: "1234" }],
    }),
    state,
    accounts: z.record(name, account).meta({
      description: "The accounts that stacks are deployed to, by a name of your own.",
      examples: [{ network: { id: "111111111111" }, apps: { id: "222222222222" } }],
    }),
    publish: publish.optional().meta({
      description:
        "Write every output to SSM Parameter Store too, for readers who must not see a state (TF-06). Default: outputs only.",
      examples: [{ ssm: "/network", shareWith: ["apps"] }],
    }),
    sharedNetwork,
    workloadVpcs: z
      .record(name, workloadVpc)
      .default({})
      .meta({
        description:
          "The VPCs of the workloads, by name: each is a stack `vpc-<name>`. Terraform refuses to destroy the file systems of one that is removed.",
        examples: [
          { apps: { account: "apps", cidr: "10.10.0.0/16", availabilityZones: ["us-east-1a", "us-east-1b"] } },
        ],
      }),
    workloads: z
      .record(name, workload)
      .default({})
      .meta({
        description: "The workloads, by name: each is a stack of its own, `ecs-<name>` or `eks-<name>`.",
        examples: [{ web: { platform: "ecs-fargate", vpc: "apps", services: {} } }],
      }),
    assume,
  })
  .meta({
    title: "mountpath organization",
    description: "Accounts, the shared network, workload VPCs and workloads of one AWS organization.",
  });

export type Workload = z.output<typeof workload>;
