import * as fc from "fast-check";
import type * as z from "zod";

import { partitionOf, serviceDomainOf } from "../../config/aws";
import { type organization } from "../../config/schema/organization";
import { subnetCidr } from "../../modules/network/cidr";
import { compact, nameTag, optional, ownTags, resourceId, zonesOf } from "./arbitrary-parts";

type SharedNetwork = z.input<typeof organization>["sharedNetwork"];

/** Any shared network of a Region. */
export function sharedNetworks(accountNames: readonly string[], region: string): fc.Arbitrary<SharedNetwork> {
  const services = serviceDomainOf(region);
  const newVpc = fc
    .record({
      name: nameTag,
      cidr: fc.constantFrom("10.0.0.0/16", "10.0.0.0/22", "10.0.0.0/24", "100.64.0.0/20"),
      availabilityZones: zonesOf(region, 2),
      ipv6: optional(fc.boolean()),
      transitGateway: optional(fc.constant(resourceId("tgw", 1))),
    })
    .map(compact);
  const adoptedVpc = zonesOf(region, 2).map((zones) => ({
    id: resourceId("vpc", 1),
    subnets: Object.fromEntries(zones.map((zone, index) => [zone, resourceId("subnet", index)])),
  }));
  const address = fc.integer({ min: 1, max: 250 }).map((host) => `192.168.7.${host}`);
  const target = fc.oneof(
    address,
    fc
      .record({
        ip: address,
        port: optional(fc.integer({ min: 1, max: 65535 })),
        protocol: optional(fc.constantFrom("Do53" as const, "DoH" as const)),
      })
      .map(compact),
  );
  const to = fc.uniqueArray(target, {
    minLength: 1,
    maxLength: 6,
    selector: (written) => (typeof written === "string" ? written : written.ip),
  });
  const domains = fc.uniqueArray(fc.constantFrom(".", "com", "corp.example.com", "Corp.Local.", "_msdcs.ad.test"), {
    minLength: 1,
  });
  const forward = domains.chain((chosen) =>
    fc.tuple(...chosen.map((domain) => fc.record({ domain: fc.constant(domain), to }))),
  );
  const account = fc.constantFrom(...accountNames);
  const dns = fc
    .record({
      forward,
      resolveInAws: fc.subarray(["aws.dev", "on.aws"]).map((others) => [services, ...others]),
      shareWith: fc.constantFrom<string[]>(
        ["organization"],
        [...accountNames],
        ["organization", `arn:${partitionOf(region)}:organizations::111111111111:ou/o-exampleorgid/ou-ab12-cd34ef56`],
      ),
      systemRule: optional(fc.constantFrom("shared" as const, "per-vpc" as const)),
      profile: optional(
        fc.constantFrom(true, false, { id: "rp-4987774726example" }, { id: "rp-4987774726example", addTo: true }),
      ),
      untrackedThroughput: optional(fc.boolean()),
      inbound: optional(
        fc.oneof(
          fc.boolean(),
          fc.constant<{ allowedCidrs: string[] }>({ allowedCidrs: ["192.168.0.0/16", "0.0.0.0/0"] }),
        ),
      ),
      firewall: optional(firewalls(region)),
      queryLog: optional(
        fc.constantFrom(
          { destination: "cloudwatch" as const },
          { destination: "cloudwatch" as const, retentionDays: 365 as const },
          { destination: "s3" as const, bucket: `arn:${partitionOf(region)}:s3:::dns-query-logs/network` },
        ),
      ),
    })
    .map(compact);
  return fc
    .record({ account, vpc: fc.oneof(newVpc, adoptedVpc), dns, tags: ownTags, isFixed: fc.boolean() })
    .map(({ isFixed, ...written }) => (isFixed ? { ...written, dns: withAddresses(written) } : written));
}

/** DNS Firewall rule groups of two accounts. */
function firewalls(region: string): fc.Arbitrary<SharedNetwork["dns"]["firewall"]> {
  const arn = (owner: number, id: number) =>
    `arn:${partitionOf(region)}:route53resolver:${region}:${String(owner).repeat(12)}:firewall-rule-group/${resourceId("rslvr-frg", id)}`;
  const groups = fc
    .uniqueArray(fc.integer({ min: 101, max: 9899 }), { minLength: 1, maxLength: 5 })
    .map((priorities) => priorities.map((priority, at) => ({ group: arn(1 + (at % 2), at), priority })));
  return fc
    .record({ groups, failOpen: optional(fc.boolean()), mutationProtection: optional(fc.boolean()) })
    .map(compact);
}

/** The resolver endpoints with an address in the subnet of each zone. */
export function withAddresses({ vpc, dns }: Pick<SharedNetwork, "vpc" | "dns">): SharedNetwork["dns"] {
  const outbound: Record<string, string> = {};
  const inbound: Record<string, string> = {};
  const zones = "subnets" in vpc ? Object.keys(vpc.subnets) : vpc.availabilityZones;
  for (const [index, zone] of zones.entries()) {
    // A subnet has eleven free addresses at least, from the fifth; those of an adopted VPC are not known.
    const first = "subnets" in vpc ? `10.0.${index}.0` : subnetCidr(vpc.cidr, zone, "private").split("/")[0]!;
    const at = (offset: number) => first.replace(/[0-9]+$/, (last) => String(Number(last) + offset));
    outbound[zone] = at(4);
    inbound[zone] = at(5);
  }
  const listed = typeof dns.inbound === "object" ? dns.inbound : {};
  return {
    ...dns,
    outboundAddresses: outbound,
    ...(dns.inbound && { inbound: { ...listed, addresses: inbound } }),
  };
}
