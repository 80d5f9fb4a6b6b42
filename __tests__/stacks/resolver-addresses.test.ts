import { synthFile } from "../support/synth";
import { variants } from "../support/variants";

describe("a resolver endpoint with fixed addresses", () => {
  const { resource } = synthFile(variants["fixed addresses of resolver endpoints, no reverse lookups"]!)[
    "shared-network"
  ]!;

  test.each([
    ["outbound", 10],
    ["inbound", 11],
  ])("has one in the subnet of each zone: %s", (name, host) => {
    expect(resource["aws_route53_resolver_endpoint"]![name]!["ip_address"]).toEqual(
      ["a", "b", "c"].map((letter, index) => ({
        ip: `10.0.0.${64 * index + host}`,
        subnet_id: `\${aws_subnet.network_private-us-east-1${letter}.id}`,
      })),
    );
  });

  test("has none without them", () => {
    const { resource: free } = synthFile(variants["example"]!)["shared-network"]!;
    expect(free["aws_route53_resolver_endpoint"]!["outbound"]!["ip_address"]).toEqual(
      ["a", "b", "c"].map((letter) => ({ subnet_id: `\${aws_subnet.network_private-us-east-1${letter}.id}` })),
    );
  });
});
