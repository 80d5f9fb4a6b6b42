import * as z from "zod";

import { region } from "./primitives";

/** Resources that AWS charges by the hour whether they are used or not, with the unit in which each is counted. */
export const chargeNames = {
  interfaceEndpoint: "interface endpoints, one per service and zone",
  resolverEndpointAddress: "addresses of Resolver endpoints",
  natGateway: "NAT gateways",
  publicIpv4Address: "public IPv4 addresses of NAT gateways and load balancers",
  transitGatewayAttachment: "transit gateway attachments",
  loadBalancer: "load balancers",
  eksCluster: "EKS clusters, in standard support",
  provisionedThroughput: "provisioned throughput of file systems, in MiB/s",
} as const;

export type Charge = keyof typeof chargeNames;

const error = "should be a price per hour in US dollars, such as 0.01";
const price = z.number({ error }).min(0, { error }).max(1000, { error }).optional();
const prices = z.strictObject(
  Object.fromEntries(Object.keys(chargeNames).map((charge) => [charge, price])) as Record<Charge, typeof price>,
);

const text = z.string({ error: "should be text" }).trim().min(1, { error: "should be text" });

/** A price list: US dollars per hour, by Region. */
export const priceList = z.strictObject({
  /** When the prices were read. */
  date: text,
  source: text,
  regions: z.record(region, prices),
});

export type PriceList = z.output<typeof priceList>;
