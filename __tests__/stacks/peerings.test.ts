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
