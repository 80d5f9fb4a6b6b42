import * as z from "zod";

import { account } from "./account";
import { assume } from "./assume";
import { defaults } from "./defaults";
import { ecsEc2Workload, ecsFargateWorkload } from "./ecs-workload";
import { eksFargateWorkload } from "./eks-workload";
import { include } from "./include";
import { name, organizationArn, region, tags } from "./primitives";
import { publish } from "./publish";
import { retired } from "./retired";
import { sharedNetwork } from "./shared-network";
import { state } from "./state";
import { workloadVpc } from "./workload-vpc";

/** New platforms are added here. */
const workload = z.discriminatedUnion("platform", [ecsFargateWorkload, ecsEc2Workload, eksFargateWorkload]);

/** The whole file. Every object is strict: an unknown property is an error. */
export const organization = z
  .strictObject({
    name: name.meta({
      description:
        "The organization's short name, which begins names in AWS and state keys. A change replaces every resource whose name contains it, including resolver endpoints and file systems; Terraform refuses to destroy the file systems.",
      examples: ["example"],
    }),
    region: region.meta({
      description:
        "The Region of all stacks, except those of VPCs with another `region`: rules and shares are regional (DNS-15).",
      examples: ["us-east-1"],
    }),
    organizationArn: organizationArn.optional().meta({
      description: "The AWS organization, for `shareWith: [organization]`.",
      examples: ["arn:aws:organizations::111111111111:organization/o-exampleorgid"],
    }),
    defaultTags: tags.default({}).meta({
      description:
        "Tags of every resource that supports tags, including container instances and their disks, in addition to the project's own: at most 48, of letters, digits, spaces and `_.:/=+-@`, as IAM requires. Keys with a space or `/` are omitted from instances with `resolve: hosts-file`, since EC2 refuses them there.",
      examples: [{ CostCenter: "1234" }],
    }),
    state,
    include,
    defaults: defaults.optional(),
    accounts: z.record(name, account).meta({
      description: "The accounts that stacks are deployed to, by a name of your choice.",
      examples: [{ network: { id: "111111111111" }, apps: { id: "222222222222" } }],
    }),
    publish: publish.optional().meta({
      description:
        "Also write every output to SSM Parameter Store, for readers without access to the state (TF-06). Default: outputs only.",
      examples: [{ ssm: "/network", shareWith: ["apps"] }],
    }),
    sharedNetwork,
    regions: z
      .record(
        region,
        z.strictObject({ sharedNetwork }).meta({
          description: "A further Region: its resolver endpoints, rules and share, as stack `shared-network-<region>`.",
          examples: [
            {
              sharedNetwork: {
                account: "network",
                vpc: { cidr: "10.0.4.0/22", availabilityZones: ["eu-west-1a", "eu-west-1b"] },
                dns: { forward: [{ domain: ".", to: ["10.3.0.1", "10.3.0.2"] }], resolveInAws: ["amazonaws.com"] },
              },
            },
          ],
        }),
      )
      .optional()
      .meta({
        description:
          "Further Regions, each with a shared network of its own, since resolver endpoints, rules and their share are regional (DNS-15). VPCs name theirs with `region`; workloads run in the Region of their VPC. Default: one Region.",
        examples: [
          {
            "eu-west-1": {
              sharedNetwork: {
                account: "network",
                vpc: { cidr: "10.0.4.0/22", availabilityZones: ["eu-west-1a", "eu-west-1b"] },
                dns: { forward: [{ domain: ".", to: ["10.3.0.1", "10.3.0.2"] }], resolveInAws: ["amazonaws.com"] },
              },
            },
          },
        ],
      }),
    workloadVpcs: z
      .record(name, workloadVpc)
      .default({})
      .meta({
        description:
          "The VPCs of the workloads, by name: each is a stack `vpc-<name>`. If one is removed, its stack stays deployed until it is listed under `retired`. Terraform refuses to replace file systems.",
        examples: [
          { apps: { account: "apps", cidr: "10.10.0.0/16", availabilityZones: ["us-east-1a", "us-east-1b"] } },
        ],
      }),
    workloads: z
      .record(name, workload)
      .default({})
      .meta({
        description:
          "The workloads, by name: each is its own stack, `ecs-<name>` or `eks-<name>`. If one is removed, its stack stays deployed until it is listed under `retired`.",
        examples: [{ web: { platform: "ecs-fargate", vpc: "apps", services: {} } }],
      }),
    retired,
    assume,
  })
  .meta({
    title: "mountpath organization",
    description: "Accounts, the shared network, workload VPCs and workloads of one AWS organization.",
  });

export type Workload = z.output<typeof workload>;
