import * as z from "zod";

import { formatted, resourceId } from "./primitives";

/** Where the private subnets of a workload VPC lead: to the internet, and over a transit gateway. */

export const internet = z
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

const destination = formatted(
  /^([0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}|[0-9a-f]{0,4}:[0-9a-f:]*\/[0-9]{1,3}|pl-([0-9a-f]{8}|[0-9a-f]{17}))$/,
  "a range in CIDR form, such as 10.0.0.0/8 or 2001:db8::/32, or the id of a prefix list, such as pl-0123456789abcdef0",
);

export const transitGateway = z
  .strictObject({
    id: resourceId("tgw", "a transit gateway").meta({
      description:
        "The transit gateway's id. It must be shared with the VPC's account and accept its attachments automatically, or somebody must accept this one, before the routes can be created. A change replaces the attachment: everything behind it is unreachable in the meantime.",
      examples: ["tgw-0123456789abcdef0"],
    }),
    routes: z
      .array(destination)
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

export const peerings = z
  .record(resourceId("pcx", "a VPC peering connection"), z.array(destination).min(1))
  .default({})
  .meta({
    description:
      "Destinations that the private subnets reach through existing VPC peering connections, by the connection's id: ranges of the other VPC, and prefix lists. The connection must be active before the routes are deployed; one with a VPC of this file can be created when that VPC exists. The way back is up to the other VPC's route tables.",
    examples: [{ "pcx-0123456789abcdef0": ["10.30.0.0/16"] }],
  });
