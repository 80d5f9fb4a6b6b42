import * as z from "zod";

import { existingVpc } from "./adopted-vpc";
import { asDefaults } from "./as-defaults";
import { fileSystem } from "./file-system";
import { flowLogs } from "./flow-logs";
import { formerly, formerlyMeta } from "./formerly";
import { interfaceEndpoints } from "./interface-endpoints";
import { ownTags } from "./own-tags";
import { availabilityZone, cidr, name, nameTag, region } from "./primitives";
import { pullThroughCaches } from "./pull-through-cache";
import { internet, peerings, transitGateway } from "./vpc-routes";

/** Properties that new and adopted VPCs share. */
const common = {
  region: region.optional().meta({
    description:
      "The Region of the VPC and of the workloads in it: one of `regions`. A VPC can't move to another Region: synth refuses a change once the stack is deployed. Default: the file's `region`.",
    examples: ["eu-west-1"],
  }),
  formerly: formerly.optional().meta(formerlyMeta("VPC", " The state stays at its earlier place.")),
  account: name.meta({ description: "The account that owns it, by its name under `accounts`.", examples: ["apps"] }),
  profile: z
    .boolean()
    .default(true)
    .meta({
      description:
        "Whether the VPC is associated with the Route 53 Profile of the shared network, if that has one (`sharedNetwork.dns.profile`), and gets the resolver rules and private hosted zones through it. `false` associates each rule and zone with the VPC, for a VPC that has another profile already: it can have only one. Names that are forwarded on-premises may not resolve for some seconds while a change is deployed.",
      examples: [false],
    }),
  autodefinedReverse: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether Route 53 Resolver answers reverse lookups of private addresses for this VPC. `false` lets the rules decide, so that on-premises servers answer them too: a rule for `.` or for a domain below `in-addr.arpa` forwards them, also those of AWS's own addresses (DNS-02). Set `true` to turn it on again: omitting it leaves the VPC as it is. Default: not changed; AWS turns it on for a new VPC.",
      examples: [false],
    }),
  endpoints: interfaceEndpoints,
  fileSystems: z
    .record(name, fileSystem)
    .default({})
    .meta({
      description:
        "EFS file systems of this VPC, by name. If one is removed here, Terraform destroys it with its files, since its protection is removed too; Terraform refuses only to replace it. To rename one, set `formerly`.",
      examples: [{ content: { accessPoints: { web: { path: "/web", uid: 1000, gid: 1000 } } } }],
    }),
  pullThroughCaches,
  flowLogs,
  tags: ownTags("VPC"),
};

const newVpc = z
  .strictObject({
    account: common.account,
    region: common.region,
    name: nameTag.optional().meta({
      description:
        "The `Name` tag of the VPC, which the tags of its subnets, route tables, gateways and endpoints begin with, for a naming convention. Names that AWS can't change, such as those of security groups, and the tags of file systems stay as they are. Default: the organization's name and the VPC's, such as `example-apps`.",
      examples: ["acme-prod-euw1-apps"],
    }),
    cidr: cidr.meta({
      description:
        "The VPC's IPv4 range: private, /16 to /24, and without overlap with any other VPC of the file. Each subnet gets a sixteenth of it: 11 addresses in a /24, 4091 in a /16, for endpoints, mount targets, tasks and pods. A change replaces the VPC and everything in it.",
      examples: ["10.10.0.0/16"],
    }),
    availabilityZones: z
      .array(availabilityZone)
      .min(1)
      .meta({
        description: "The zones that get a private subnet, and a mount target of every file system.",
        examples: [["us-east-1a", "us-east-1b"]],
      }),
    publicSubnets: z
      .boolean()
      .default(false)
      .meta({
        description:
          "Create a public subnet per zone too, for public load balancers; with NAT, public subnets are created anyway.",
        examples: [true],
      }),
    ipv6: z
      .boolean()
      .default(false)
      .meta({
        description:
          "Makes the VPC dual-stack: an Amazon-provided IPv6 block (/56), and a /64 of it for each subnet. Private subnets reach IPv6 addresses on the internet where `internet` leads there: through an egress-only internet gateway with NAT, or through the `transitGateway`. Tasks may send HTTPS to IPv6 addresses, and public load balancers get IPv6 addresses. Mount targets and VPC endpoints keep IPv4 only, and DNS64 stays off, since it would hide the mount targets from the tasks (EFS-11). ECS gives tasks IPv6 addresses if the account setting `dualStackIPv6` is on. A VPC can get IPv6 later, but not lose it again in one deploy: AWS refuses to remove a block that subnets use.",
        examples: [true],
      }),
    internet,
    transitGateway: transitGateway.optional().meta({
      description:
        "The way to on-premises networks and other VPCs: an attachment to a transit gateway, and routes. Default: none.",
      examples: [{ id: "tgw-0123456789abcdef0", routes: ["10.0.0.0/8"] }],
    }),
    peerings,
    profile: common.profile,
    autodefinedReverse: common.autodefinedReverse,
    endpoints: common.endpoints,
    fileSystems: common.fileSystems,
    pullThroughCaches: common.pullThroughCaches,
    flowLogs: common.flowLogs,
    tags: common.tags,
    formerly: common.formerly,
  })
  .meta({ title: "New VPC", description: "A VPC that is created for workloads." });

const adoptedVpc = z
  .strictObject({
    account: common.account,
    region: common.region,
    name: nameTag.optional().meta({
      description:
        "What the `Name` tags of the endpoints, DHCP options and flow logs that are created in it begin with, for a naming convention; the VPC's own tags are not changed. Default: the organization's name and the VPC's, such as `example-apps`.",
      examples: ["acme-prod-euw1-apps"],
    }),
    vpc: existingVpc,
    profile: common.profile,
    autodefinedReverse: common.autodefinedReverse,
    endpoints: common.endpoints,
    fileSystems: common.fileSystems,
    pullThroughCaches: common.pullThroughCaches,
    flowLogs: common.flowLogs,
    tags: common.tags,
    formerly: common.formerly,
  })
  .meta({ title: "Adopted VPC", description: "An existing VPC that gets DNS, endpoints and file systems." });

/** A VPC's range and its names are its own. */
export const vpcDefaults = asDefaults(newVpc.omit({ cidr: true, name: true, formerly: true }).shape);

export const adoptedVpcProperties = Object.keys(adoptedVpc.shape);

export const workloadVpc = z.union([newVpc, adoptedVpc]).meta({
  description: "A VPC for workloads: created, or adopted by id.",
  examples: [{ account: "apps", cidr: "10.10.0.0/16", availabilityZones: ["us-east-1a", "us-east-1b"] }],
});

export type WorkloadVpc = z.output<typeof workloadVpc>;
export type NewWorkloadVpc = z.output<typeof newVpc>;
export type AdoptedWorkloadVpc = z.output<typeof adoptedVpc>;
