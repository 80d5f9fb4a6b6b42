import * as z from "zod";

import { dnsProfileId } from "./primitives";

const existing = z
  .strictObject({
    id: dnsProfileId.meta({
      description:
        "The profile's id. Its owner shares it with the accounts of the VPCs: read-only permissions are enough to associate it, and a plan fails until the share has arrived. Another profile replaces the associations.",
      examples: ["rp-4987774726example"],
    }),
    addTo: z
      .boolean()
      .default(false)
      .meta({
        description:
          "Whether the rules, the zones of central endpoints and the rule groups of `firewall` are added to the profile, instead of being associated with each VPC. The network account owns the profile then, or its owner shares it with admin permissions.",
        examples: [true],
      }),
  })
  .meta({
    title: "Existing profile",
    description:
      "A profile that exists already. Its content is not known here, so `prove` can't tell how the profile changes the names that mounts, images and logs need: every path is `unknown`, unless the plan or state that has its content is another input, or `assume` states `no-other-profile-resources` of it.",
    examples: [{ id: "rp-4987774726example" }],
  });

export const dnsProfile = z
  .union([z.boolean().meta({ title: "Yes or no" }), existing])
  .default(false)
  .meta({
    description:
      "`true` creates a Route 53 Profile that holds the rules and the private hosted zones of central endpoints, shared with the principals of `shareWith`. Each workload VPC is associated with it instead of with each rule and zone, except VPCs with `profile: false`. The rules stay shared, so VPCs can be changed one by one; to remove the profile, set `profile: false` on every VPC and deploy them first, since AWS refuses to delete a profile that VPCs are associated with. With the `id` of an existing profile, the VPCs are associated with that, and the file's rules and zones are added to it only with `addTo`.",
    examples: [true, { id: "rp-4987774726example" }],
  });
