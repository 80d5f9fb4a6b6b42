import * as z from "zod";

import { formatted } from "./primitives";

const endpointServices = z
  .array(formatted(/^[a-z0-9]+([.-][a-z0-9-]+)*$/, "a service's short name, such as kms or ecr.api"))
  .meta({ title: "Services" });

export const interfaceEndpoints = z
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
