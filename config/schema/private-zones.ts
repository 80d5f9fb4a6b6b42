import * as z from "zod";

import { formatted, hostedZoneId, name } from "./primitives";

/** As `domain`, but a key of a mapping is kept as it is written. */
const zoneName = formatted(
  /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/,
  "the name of a hosted zone in lower case, without a trailing dot, such as corp.example.com",
);

const withOwner = z
  .strictObject({
    id: hostedZoneId.meta({
      description: "The zone's id. Another zone replaces the associations: its names don't resolve in the meantime.",
      examples: ["Z0123456789ABCDEFGHIJ"],
    }),
    account: name.optional().meta({
      description:
        "The account that owns the zone, by its name under `accounts`: the shared network's, or the account of every VPC that gets the zone. Default: the shared network's.",
      examples: ["apps"],
    }),
    vpcs: z
      .array(name)
      .min(1)
      .optional()
      .meta({
        description:
          "The workload VPCs that get the zone, by name, and `shared-network` for the VPC of the resolver endpoints. List them if some are associated with the zone already: Route 53 refuses a second association. Default: all workload VPCs, and the shared network's VPC if that is created and its account owns the zone.",
        examples: [["apps", "shared-network"]],
      }),
  })
  .meta({ title: "Zone with its owner and VPCs" });

export const privateZones = z
  .record(
    zoneName,
    z
      .union([
        hostedZoneId.meta({ title: "Zone id", description: "The zone's id.", examples: ["Z0123456789ABCDEFGHIJ"] }),
        withOwner,
      ])
      .transform((written) => (typeof written === "string" ? { id: written } : written)),
  )
  .default({})
  .meta({
    description:
      "Existing private hosted zones that the VPCs resolve, by the zone's name. A plan fails unless the zone of this id has this name and is private. The zone's owner authorizes each association; VPCs with the Route 53 Profile get the zones of the shared network's account through it, unless `vpcs` is set. Default: none.",
    examples: [{ "corp.example.com": "Z0123456789ABCDEFGHIJ" }],
  });

export type PrivateZone = z.output<typeof withOwner>;
