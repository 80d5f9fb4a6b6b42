import * as z from "zod";

import { availabilityZone, cidr, formatted, resourceId } from "./primitives";

/** What the file says of an existing VPC that workloads use. */
export const existingVpc = z
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
