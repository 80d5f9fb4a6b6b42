import * as z from "zod";

import { asDefaults } from "./as-defaults";
import { fileSystem } from "./file-system";
import { flowLogs } from "./flow-logs";
import { formerly, formerlyMeta } from "./formerly";
import { ownTags } from "./own-tags";
import { availabilityZone, cidr, formatted, name, region, resourceId } from "./primitives";
import { pullThroughCaches } from "./pull-through-cache";

const internet = z
  .union([
    z.enum(["none", "nat", "transitGateway"]).meta({ title: "None, NAT in every zone, or a transit gateway" }),
    z
      .strictObject({
        nat: z.enum(["single", "per-zone"]).meta({
          description: "One NAT gateway for the VPC, or one in every zone.",
          examples: ["single"],
        }),
      })
      .meta({ title: "NAT, one or per zone" }),
  ])
  .transform((written) => (written === "nat" ? { nat: "per-zone" as const } : written))
  .default("none")
  .meta({
    description:
      "How the private subnets reach the internet: `none` (VPC endpoints only), through NAT gateways in public subnets (`nat` creates one per zone), or through the VPC's `transitGateway`, for central egress or inspection.",
    examples: ["none", "nat", { nat: "single" }, "transitGateway"],
  });

const transitGateway = z
  .strictObject({
    id: resourceId("tgw", "a transit gateway").meta({
      description:
        "The transit gateway's id. It must be shared with the VPC's account and accept its attachments automatically, or somebody must accept this one, before the routes can be created. A change replaces the attachment: everything behind it is unreachable in the meantime.",
      examples: ["tgw-0123456789abcdef0"],
    }),
    routes: z
      .array(
        formatted(
          /^([0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}|[0-9a-f]{0,4}:[0-9a-f:]*\/[0-9]{1,3}|pl-([0-9a-f]{8}|[0-9a-f]{17}))$/,
          "a range in CIDR form, such as 10.0.0.0/8 or 2001:db8::/32, or the id of a prefix list, such as pl-0123456789abcdef0",
        ),
      )
      .default([])
      .meta({
        description:
          "Destinations that the private subnets reach through the transit gateway: IPv4 ranges, IPv6 ranges if the VPC has `ipv6`, and prefix lists. The way back is up to the transit gateway's route tables.",
        examples: [["10.0.0.0/8", "2001:db8::/32", "pl-0123456789abcdef0"]],
      }),
  })
  .meta({
    description: "Attaches the VPC to an existing transit gateway, one subnet per zone, and routes to it.",
    examples: [{ id: "tgw-0123456789abcdef0", routes: ["10.0.0.0/8"] }],
  });

const endpointServices = z
  .array(formatted(/^[a-z0-9]+([.-][a-z0-9-]+)*$/, "a service's short name, such as kms or ecr.api"))
  .meta({ title: "Services" });

const endpoints = z
  .union([
    endpointServices,
    z.enum(["own", "central", "none"]).meta({ title: "Mode" }),
    z
      .strictObject({
        mode: z
          .enum(["own", "central", "none"])
          .default("own")
          .meta({ description: "Where the interface endpoints are, as above.", examples: ["central"] }),
        services: endpointServices.default([]).meta({
          description: "Services in addition to those that the workloads need, by short name.",
          examples: [["kms", "sqs"]],
        }),
      })
      .meta({ title: "Mode and services" }),
  ])
  .transform((written) => {
    if (typeof written === "string") return { mode: written, services: [] };
    return "services" in written ? written : { mode: "own" as const, services: written };
  })
  .prefault([])
  .meta({
    description:
      "Interface endpoints. `own`: the VPC gets those that its workloads need (EP-01), and those of the services listed here, for calls of the applications; a list is short for this. `central`: the shared network's VPC has them, once for all VPCs, with a private hosted zone per service, which is associated with this VPC (EP-12); a new VPC needs a `transitGateway`, and the way there is routed. `none`: it gets none, and workloads reach AWS services through its `internet` access; the S3 gateway endpoint, which is free of charge, is created all the same (EP-03). A change to or from `central` interrupts access to the services until the stacks of the shared network and of the VPC are both deployed.",
    examples: [["kms", "sqs"], "none", { mode: "central", services: ["kms"] }],
  });

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
        "Whether the VPC gets the resolver rules and private hosted zones through the Route 53 Profile of the shared network, if that has one (`sharedNetwork.dns.profile`). `false` associates each rule and zone with the VPC, for a VPC that has another profile already: it can have only one. Names that are forwarded on-premises may not resolve for some seconds while a change is deployed.",
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
  endpoints,
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

const adopted = z
  .strictObject({
    id: resourceId("vpc", "a VPC").meta({
      description: "The VPC's id. Another VPC replaces the security groups, endpoints and mount targets.",
      examples: ["vpc-0123456789abcdef0"],
    }),
    cidr: cidr.meta({
      description: "The VPC's IPv4 range, which the endpoints' security group allows.",
      examples: ["10.20.0.0/16"],
    }),
    privateSubnets: z
      .record(
        availabilityZone,
        z.strictObject({
          id: resourceId("subnet", "a subnet").meta({
            description:
              "The subnet's id. Another subnet replaces the mount targets of the zone: clients there lose the file system in the meantime.",
            examples: ["subnet-0123456789abcdef0"],
          }),
          routeTable: resourceId("rtb", "a route table").meta({
            description: "The route table of the subnet, which gets the S3 gateway endpoint (EP-03).",
            examples: ["rtb-0123456789abcdef0"],
          }),
          cidr: cidr.optional().meta({
            description:
              "The subnet's IPv4 range. A plan fails unless the subnet has this range; with it, `prove` can check security group rules for ranges against the subnet's addresses. Default: not checked.",
            examples: ["10.20.1.0/24"],
          }),
        }),
      )
      .meta({
        description: "One private subnet per zone, for tasks, mount targets and endpoints (EFS-01, EP-07).",
        examples: [{ "us-east-1a": { id: "subnet-0123456789abcdef0", routeTable: "rtb-0123456789abcdef0" } }],
      }),
    publicSubnets: z
      .record(
        availabilityZone,
        resourceId("subnet", "a subnet").meta({
          description: "The subnet's id.",
          examples: ["subnet-0123456789abcdef1"],
        }),
      )
      .optional()
      .meta({
        description:
          "The public subnet of each zone, for public load balancers: every zone of `privateSubnets` needs one, since a load balancer sends no requests to zones where it has no subnet. Default: none.",
        examples: [{ "us-east-1a": "subnet-0123456789abcdef1" }],
      }),
    ipv6: z
      .boolean()
      .default(false)
      .meta({
        description:
          "Whether the VPC is dual-stack already: a plan fails unless it and its subnets have IPv6 ranges. Tasks may then send HTTPS to IPv6 addresses, and public load balancers get IPv6 addresses; mount targets and endpoints keep IPv4 only. Nothing of the VPC is changed.",
        examples: [true],
      }),
    internet: z
      .enum(["none", "nat"])
      .default("none")
      .meta({
        description: "Whether the private subnets have internet access already; nothing is created.",
        examples: ["nat"],
      }),
    dhcpOptions: z
      .enum(["keep", "replace"])
      .default("keep")
      .meta({
        description:
          "`keep` the VPC's DHCP options: a plan fails unless they specify only AmazonProvidedDNS (VPC-04). `replace` them for every host of the VPC with options that do, keeping the NTP servers and domain name; destroying the stack, or changing back to `keep`, leaves the VPC without DHCP options.",
        examples: ["replace"],
      }),
    existingEndpoints: z
      .array(formatted(/^[a-z0-9]+([.-][a-z0-9-]+)*$/, "a service's short name, such as s3 or ecr.api"))
      .default([])
      .meta({
        description:
          "Endpoints that the VPC has already, by the service's short name: they are looked up, not created, since a route table can have one gateway endpoint per service and a VPC one private DNS name (EP-06). A plan fails unless `s3` is on the private subnets' route tables, and the others are available with private DNS. Make sure that their security groups allow HTTPS from the VPC; this is not checked.",
        examples: [["s3", "logs"]],
      }),
  })
  .meta({
    description:
      "The existing VPC. A plan fails if its DNS attributes are off (VPC-01) or its DHCP options specify other servers (VPC-04).",
    examples: [
      {
        id: "vpc-0123456789abcdef0",
        cidr: "10.20.0.0/16",
        privateSubnets: { "us-east-1a": { id: "subnet-0123456789abcdef0", routeTable: "rtb-0123456789abcdef0" } },
      },
    ],
  });

const adoptedVpc = z
  .strictObject({
    account: common.account,
    region: common.region,
    vpc: adopted,
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

/** A VPC's range and its earlier name are its own. */
export const vpcDefaults = asDefaults(newVpc.omit({ cidr: true, formerly: true }).shape);

export const adoptedVpcProperties = Object.keys(adoptedVpc.shape);

export const workloadVpc = z.union([newVpc, adoptedVpc]).meta({
  description: "A VPC for workloads: created, or adopted by id.",
  examples: [{ account: "apps", cidr: "10.10.0.0/16", availabilityZones: ["us-east-1a", "us-east-1b"] }],
});

export type WorkloadVpc = z.output<typeof workloadVpc>;
export type NewWorkloadVpc = z.output<typeof newVpc>;
export type AdoptedWorkloadVpc = z.output<typeof adoptedVpc>;
