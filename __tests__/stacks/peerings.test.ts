import { exampleNamed } from "../support/examples";
import { synthFile } from "../support/synth";
import { variants } from "../support/variants";

test("private subnets of every zone are routed to each peer, by range, IPv6 range and prefix list", () => {
  const { resource } = synthFile(variants["a dual-stack VPC behind a transit gateway"]!)["vpc-apps"]!;
  const routes = Object.values(resource["aws_route"]!).filter((route) => "vpc_peering_connection_id" in route);
  const found = routes.map((route) => [
    route["route_table_id"],
    route["vpc_peering_connection_id"],
    route["destination_cidr_block"] ?? route["destination_ipv6_cidr_block"] ?? route["destination_prefix_list_id"],
  ]);
  const zones = ["us-east-1a", "us-east-1b"];
  const peers = [
    ["pcx-0123456789abcdef0", "172.31.0.0/16"],
    ["pcx-0123456789abcdef0", "2001:db8:1::/48"],
    ["pcx-0123456789abcdef1", "pl-0123456789abcdef0"],
  ];
  const expected = zones.flatMap((zone) =>
    peers.map((peer) => [`\${aws_route_table.apps_private-${zone}.id}`, ...peer]),
  );
  expect(found.sort()).toEqual(expected.sort());
});

test("a peering connection to the shared network's VPC leads to its central endpoints instead of the transit gateway", () => {
  const file = exampleNamed("central-endpoints");
  const { cidr } = file.sharedNetwork.vpc;
  const [name, vpc] = Object.entries(file.workloadVpcs!)[0]!;
  Object.assign(vpc, { peerings: { "pcx-0123456789abcdef0": [cidr] } });
  const routes = Object.values(synthFile(file)[`vpc-${name}`]!.resource["aws_route"]!);
  const toShared = routes.filter((route) => route["destination_cidr_block"] === cidr);
  expect(toShared.length).toBeGreaterThan(0);
  expect(toShared.map((route) => route["vpc_peering_connection_id"])).toEqual(
    toShared.map(() => "pcx-0123456789abcdef0"),
  );
});
