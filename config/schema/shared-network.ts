import * as z from "zod";

import { dns } from "./dns";
import { ownTags } from "./own-tags";
import { availabilityZone, cidr, name, nameTag, resourceId } from "./primitives";

const newVpc = z
  .strictObject({
    name: nameTag.optional().meta({
      description:
        "The `Name` tag of the VPC, which the tags of its subnets, route tables, transit gateway attachment and central endpoints begin with, for a naming convention. Names that AWS can't change, such as those of security groups, stay as they are. Default: the organization's name and `-shared-network`.",
      examples: ["acme-network-euw1"],
    }),
    cidr: cidr.meta({
      description:
        "The VPC's IPv4 range: private, /16 to /24, and without overlap with any other VPC of the file. A change replaces the VPC and the resolver endpoints and rules: no VPC resolves the forwarded names in the meantime.",
      examples: ["10.0.0.0/22"],
    }),
    availabilityZones: z.array(availabilityZone).meta({
      description:
        "The zones that get a private subnet with one address of each resolver endpoint: two to six (DNS-09).",
      examples: [["us-east-1a", "us-east-1b", "us-east-1c"]],
    }),
    ipv6: z
      .boolean()
      .default(false)
      .meta({
        description:
          "Gives the VPC an Amazon-provided IPv6 block and each subnet a /64, so that resolver targets can have IPv6 addresses; the transit gateway attachment carries IPv6 too.",
        examples: [true],
      }),
    transitGateway: resourceId("tgw", "a transit gateway")
      .optional()
      .meta({
        description:
          "The transit gateway that leads on-premises: the VPC is attached to it, and the resolver targets are routed to it (DNS-24). Without it, synth warns that the targets have no route. A change replaces the attachment: on-premises networks are unreachable in the meantime.",
        examples: ["tgw-0123456789abcdef0"],
      }),
  })
  .meta({ title: "New VPC", description: "A VPC that is created for the resolver endpoints." });

const adoptedVpc = z
  .strictObject({
    id: resourceId("vpc", "a VPC").meta({
      description:
        "The id of the VPC. Another VPC replaces the resolver endpoints and rules: no VPC resolves the forwarded names in the meantime.",
      examples: ["vpc-0123456789abcdef0"],
    }),
    subnets: z.record(availabilityZone, resourceId("subnet", "a subnet")).meta({
      description: "The subnet in each zone that gets an address of the resolver endpoints: two to six zones (DNS-09).",
      examples: [{ "us-east-1a": "subnet-0123456789abcdef0", "us-east-1b": "subnet-0123456789abcdef1" }],
    }),
    cidr: cidr.optional().meta({
      description: "The VPC's IPv4 range, to check that it doesn't overlap with others. Default: not checked.",
      examples: ["10.0.0.0/22"],
    }),
  })
  .meta({ title: "Adopted VPC", description: "A VPC that exists already." });

export const sharedNetwork = z
  .strictObject({
    account: name.meta({
      description: "The account that owns it, by its name under `accounts`.",
      examples: ["network"],
    }),
    vpc: z.union([newVpc, adoptedVpc]).meta({
      description: "The VPC of the resolver endpoints: created, or adopted by id.",
      examples: [
        {
          cidr: "10.0.0.0/22",
          availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
          transitGateway: "tgw-0123456789abcdef0",
        },
      ],
    }),
    dns: dns.meta({
      description: "How names are resolved in every VPC of the file.",
      examples: [{ forward: [{ domain: ".", to: ["10.2.0.1", "10.2.0.2"] }], resolveInAws: ["amazonaws.com"] }],
    }),
    tags: ownTags("shared network"),
  })
  .meta({
    description: "The network account's part: the resolver endpoints, the rules, and the share of the rules.",
    examples: [
      {
        account: "network",
        vpc: { cidr: "10.0.0.0/22", availabilityZones: ["us-east-1a", "us-east-1b"] },
        dns: { forward: [{ domain: ".", to: ["10.2.0.1", "10.2.0.2"] }], resolveInAws: ["amazonaws.com"] },
      },
    ],
  });

export type SharedNetwork = z.output<typeof sharedNetwork>;
export type NewSharedVpc = z.output<typeof newVpc>;
export type AdoptedSharedVpc = z.output<typeof adoptedVpc>;
