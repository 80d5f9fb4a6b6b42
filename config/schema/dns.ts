import * as z from "zod";

import { firewall } from "./dns-firewall";
import { dnsProfile } from "./dns-profile";
import {
  availabilityZone,
  bucketArn,
  cidr,
  deliveryStreamArn,
  domain,
  formatted,
  ipAddress,
  logRetentionDays,
  port,
} from "./primitives";
import { privateZones } from "./private-zones";

const protocols = ["Do53", "DoH"] as const;
const portOf = { Do53: 53, DoH: 443 } as const;

const target = z
  .union([
    ipAddress.meta({ title: "Address", description: "Port 53, plain DNS.", examples: ["10.2.0.1"] }),
    z
      .strictObject(
        {
          ip: ipAddress.meta({ description: "IPv4 or IPv6 address of the DNS server.", examples: ["10.2.0.1"] }),
          port: port.optional().meta({ description: "Its port. Default: 53, or 443 for DoH.", examples: [5353] }),
          protocol: z
            .enum(protocols)
            .default("Do53")
            .meta({
              description: "Plain DNS over UDP and TCP, or DNS over HTTPS.",
              examples: ["Do53"],
            }),
        },
        { error: "should be a mapping of ip, port and protocol" },
      )
      .meta({ title: "Address and port", description: "A server on another port or protocol." }),
  ])
  .transform((written) => {
    if (typeof written === "string") return { ip: written, port: portOf.Do53, protocol: "Do53" as const };
    return { ...written, port: written.port ?? portOf[written.protocol] };
  })
  .meta({ description: "A DNS server outside AWS that queries are sent to.", examples: ["10.2.0.1"] });

const forward = z
  .strictObject({
    domain: domain.meta({
      description: 'The domain to forward, with all names below it; `"."` is every name.',
      examples: [".", "corp.example.com"],
    }),
    to: z
      .array(target)
      .min(1, { error: "should have one to six servers (DNS-10)" })
      .max(6, { error: "should have one to six servers (DNS-10)" })
      .meta({
        description:
          "One to six servers (DNS-10). Route 53 selects one of them at random, so each must be reachable (DNS-24).",
        examples: [["10.2.0.1", "10.2.0.2"]],
      }),
  })
  .meta({ description: "A FORWARD resolver rule.", examples: [{ domain: ".", to: ["10.2.0.1", "10.2.0.2"] }] });

/** The fixed addresses of a resolver endpoint; checks/resolver-addresses.ts compares them with the zones and subnets. */
const endpointAddresses = z.record(
  availabilityZone,
  formatted(/^[0-9]{1,3}(\.[0-9]{1,3}){3}$/, "an IPv4 address, such as 10.0.0.10").meta({
    description: "The endpoint's address in this zone.",
    examples: ["10.0.0.10"],
  }),
);

const addressesExample = { "us-east-1a": "10.0.0.10", "us-east-1b": "10.0.0.74" };

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

interface InboundEndpoint {
  readonly allowedCidrs: string[];
  readonly addresses?: Record<string, string> | undefined;
}

const inbound = z
  .union([
    z.boolean().meta({ title: "Yes or no" }),
    z
      .strictObject({
        allowedCidrs: z
          .array(cidr)
          .min(1)
          .default(privateRanges)
          .meta({
            description: "Who may query the endpoint, on TCP and UDP 53 (DNS-11).",
            examples: [["10.2.0.0/16"]],
          }),
        addresses: endpointAddresses.optional().meta({
          description:
            "The endpoint's address in each zone, for the configuration of servers that query it. A change adds the new addresses before it removes the old ones; with more than three zones, change some at a time (DNS-10). Default: free addresses of the subnets.",
          examples: [addressesExample],
        }),
      })
      .meta({ title: "Limited to ranges" }),
  ])
  .transform((written): InboundEndpoint | undefined => {
    if (written === true) return { allowedCidrs: privateRanges };
    return written === false ? undefined : written;
  })
  .optional()
  .meta({
    description:
      "Adds an inbound resolver endpoint, so that servers in these ranges can resolve AWS names. With `transitGateway`, routes lead back to them; an adopted VPC needs routes of your own. Default: none; `true` allows the private ranges of RFC 1918.",
    examples: [true, { allowedCidrs: ["10.2.0.0/16"] }],
  });

const queryLog = z
  .discriminatedUnion("destination", [
    z
      .strictObject({
        destination: z
          .literal("cloudwatch")
          .meta({ description: "A log group, which is created.", examples: ["cloudwatch"] }),
        retentionDays: logRetentionDays
          .default(90)
          .meta({ description: "Days that query logs are kept.", examples: [90] }),
      })
      .meta({ title: "CloudWatch Logs" }),
    z
      .strictObject({
        destination: z.literal("s3").meta({ description: "A bucket that exists already.", examples: ["s3"] }),
        bucket: bucketArn.meta({
          description: "The bucket's ARN, optionally with a prefix.",
          examples: ["arn:aws:s3:::dns-query-logs/network"],
        }),
      })
      .meta({ title: "S3" }),
    z
      .strictObject({
        destination: z
          .literal("firehose")
          .meta({ description: "A stream that exists already.", examples: ["firehose"] }),
        stream: deliveryStreamArn.meta({
          description: "The delivery stream's ARN.",
          examples: ["arn:aws:firehose:us-east-1:111111111111:deliverystream/dns"],
        }),
      })
      .meta({ title: "Firehose" }),
  ])
  .optional()
  .meta({
    description:
      "Log every DNS query of the VPCs; the configuration is shared like the rules (DNS-23). Default: no log.",
    examples: [{ destination: "cloudwatch", retentionDays: 90 }],
  });

export const dns = z.strictObject({
  forward: z
    .array(forward)
    .min(1)
    .meta({
      description: "Domains to forward to DNS servers outside AWS: one FORWARD rule per domain.",
      examples: [[{ domain: ".", to: ["10.2.0.1", "10.2.0.2"] }]],
    }),
  resolveInAws: z
    .array(domain)
    .default([])
    .meta({
      description:
        "Domains that Route 53 Resolver answers itself: one SYSTEM rule each, which takes precedence over a FORWARD rule of a parent domain. `amazonaws.com` is required if `.` or `com` is forwarded, since EFS names would otherwise be forwarded too (DNS-03).",
      examples: [["amazonaws.com"]],
    }),
  shareWith: z
    .array(z.string().min(1))
    .default([])
    .meta({
      description:
        "Who may associate the rules (RAM principals): `organization` (requires organizationArn), ARNs of organizations and organizational units, account ids, or names under `accounts`. Principals outside the organization are refused (DNS-20).",
      examples: [["organization"]],
    }),
  systemRule: z
    .enum(["shared", "per-vpc"])
    .default("shared")
    .meta({
      description:
        "Whether to share the SYSTEM rules like the others, or to create them in each VPC's own account. Choose the latter to avoid sharing SYSTEM rules, which AWS does not document (DNS-19).",
      examples: ["shared"],
    }),
  profile: dnsProfile,
  untrackedThroughput: z
    .boolean()
    .default(false)
    .meta({
      description:
        "Open the endpoints' security groups to all traffic, so that connections are not tracked: about 10,000 queries per second and address instead of about 1,500 (DNS-10, DNS-11). Otherwise only DNS to the listed servers is allowed.",
      examples: [true],
    }),
  outboundAddresses: endpointAddresses.optional().meta({
    description:
      "The address in each zone from which the outbound endpoint queries the servers, for on-premises firewalls; not together with servers that have IPv6 addresses. A change adds the new addresses before it removes the old ones; with more than three zones, change some at a time (DNS-10). Default: free addresses of the subnets.",
    examples: [addressesExample],
  }),
  inbound,
  privateZones,
  queryLog,
  firewall,
});

export type Dns = z.output<typeof dns>;
export type ForwardRule = z.output<typeof forward>;
export type ResolverTarget = z.output<typeof target>;
export type QueryLog = NonNullable<z.output<typeof queryLog>>;
