import * as z from "zod";

import { formatted } from "./primitives";

/**
 * Where an egress rule leads: an IPv4 or IPv6 range, a security group, a prefix list, or a workload VPC of the file by name.
 * The check in config/checks/egress.ts verifies ranges and names.
 */
const destination = formatted(
  /^([0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}|[0-9a-f]{0,4}:[0-9a-f:]*\/[0-9]{1,3}|(sg|pl)-([0-9a-f]{8}|[0-9a-f]{17})|[a-z]([a-z0-9-]{0,30}[a-z0-9])?)$/,
  "a range such as 10.2.0.0/16 or 2001:db8::/32, the id of a security group (sg-…) or a prefix list (pl-…), or the name of a workload VPC",
);

const ports = z.union(
  [
    z.int().min(1).max(65535).meta({ title: "One port" }),
    formatted(/^[0-9]{1,5}-[0-9]{1,5}$/, "a range of ports, such as 8000-8100").meta({ title: "A range" }),
  ],
  { error: "should be a port from 1 to 65535, or a range such as 8000-8100" },
);

const rule = z
  .strictObject({
    to: destination.meta({
      description:
        "The destination: an IPv4 range, an IPv6 range if the VPC has `ipv6`, the id of a security group (a database's, for example) or of a prefix list, or a workload VPC of the file by name, which stands for its IPv4 range. The rules of a security group elsewhere stay its owner's: give it the output `task_security_group_ids`.",
      examples: ["sg-0123456789abcdef0", "10.2.0.0/16", "pl-0123456789abcdef0", "data"],
    }),
    ports: z
      .array(ports)
      .min(1)
      .meta({ description: "The destination's ports, or ranges of ports.", examples: [[5432], ["8000-8100"]] }),
    protocol: z
      .enum(["tcp", "udp"])
      .default("tcp")
      .meta({ description: "The protocol.", examples: ["udp"] }),
  })
  .meta({
    description: "A destination that tasks may connect to.",
    examples: [{ to: "sg-0123456789abcdef0", ports: [5432] }],
  });

/** Connections of tasks besides HTTPS, DNS and their file systems. */
export const egress = z
  .array(rule)
  .default([])
  .meta({
    description:
      "What the tasks may connect to besides HTTPS anywhere, their file systems, and services of the file, which `connectTo` names. A destination outside the VPC needs a route too: `transitGateway` or `internet` of the VPC.",
    examples: [
      [
        { to: "sg-0123456789abcdef0", ports: [5432] },
        { to: "10.2.0.0/16", ports: [1521] },
      ],
    ],
  });

export type EgressRule = z.output<typeof rule>;

/** Whether a destination is a workload VPC of the file rather than an address or an id. */
export function isVpcName(to: string): boolean {
  return !to.includes("/") && !/^(sg|pl)-([0-9a-f]{8}|[0-9a-f]{17})$/.test(to);
}

/** First and last port: `8000-8100` → [8000, 8100], 443 → [443, 443]. */
export function portRange(written: number | string): [number, number] {
  if (typeof written === "number") return [written, written];
  const [first = Number.NaN, last = Number.NaN] = written.split("-").map(Number);
  return [first, last];
}
