import { resolve } from "node:path";

import { loadOrganization } from "../../config/load";
import { buildApp } from "../../main";
import { centralEndpoints } from "../../stacks/central-endpoints-savings";
import { dollars, sumOf } from "../../stacks/fixed-charges";
import { summarize } from "../../stacks/summary";

const charges = (file: string) =>
  sumOf(summarize(buildApp(loadOrganization(resolve(file)), "cdktf.out")).map((stack) => stack.charges));

test("the example: 6 endpoints in 2 zones, 3 Resolver addresses, an attachment and a cluster", () => {
  expect(charges("organization.yaml")).toEqual({
    interfaceEndpoint: 12,
    resolverEndpointAddress: 3,
    transitGatewayAttachment: 1,
    eksCluster: 1,
  });
});

test("a public load balancer has a public address in each of its subnets, an internal one has none", () => {
  const { loadBalancer, publicIpv4Address, natGateway = 0 } = charges("examples/load-balanced/organization.yaml");
  expect({ loadBalancer, publicIpv4Address }).toEqual({ loadBalancer: 2, publicIpv4Address: 2 + natGateway });
});

test("nothing is saved by central endpoints for one VPC", () => {
  expect(centralEndpoints(loadOrganization(resolve("organization.yaml")))).toBeUndefined();
});

test("central endpoints cost each service once, and an attachment for every VPC that has none", () => {
  const organization = loadOrganization(resolve("organization.yaml"));
  const [name, vpc] = Object.entries(organization.workloadVpcs)[0]!;
  const services = ["kms", "sqs"];
  const copy = { ...vpc, endpoints: { mode: "own" as const, services } };
  organization.workloadVpcs["copy"] = copy as typeof vpc;
  const zones = 2;
  const own = 6;
  expect([name, centralEndpoints(organization)]).toEqual([
    "apps",
    {
      vpcs: 2,
      services: own + services.length,
      now: { interfaceEndpoint: (own + services.length) * zones },
      central: { interfaceEndpoint: (own + services.length) * 3, transitGatewayAttachment: 3 },
    },
  ]);
});

test("dollars in thousands, with cents below ten", () => {
  expect([dollars(1234.5), dollars(9.999), dollars(0.7)]).toEqual(["$1,235", "$10.00", "$0.70"]);
});
