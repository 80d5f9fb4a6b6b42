import fc from "fast-check";
import { Address4 } from "ip-address";

import { subnetRange } from "../../../config/checks/resolver-addresses";
import { subnetCidr } from "../../../modules/network/cidr";

const tiers = ["private", "public"] as const;
const letters = ["a", "b", "c", "d", "e", "f", "g", "h"];

const vpcCidrs = fc.tuple(fc.integer({ min: 16, max: 24 }), fc.nat(0xffff)).map(([length, block]) => {
  const start = (0x0a000000n + (BigInt(block) << 8n)) & (0xffffffffn << BigInt(32 - length));
  return `${Address4.fromBigInt(start).correctForm()}/${length}`;
});

describe("subnetCidr", () => {
  test("splits a /16 into /20s by the zone's letter, private first", () => {
    expect(subnetCidr("10.10.0.0/16", "us-east-1a", "private")).toBe("10.10.0.0/20");
    expect(subnetCidr("10.10.0.0/16", "us-east-1c", "private")).toBe("10.10.32.0/20");
    expect(subnetCidr("10.10.0.0/16", "us-east-1a", "public")).toBe("10.10.128.0/20");
  });

  test("is where the checks of the file expect the private subnets", () => {
    fc.assert(
      fc.property(vpcCidrs, fc.constantFrom(...letters), (vpcCidr, letter) => {
        expect(subnetRange(vpcCidr, `eu-west-1${letter}`)).toBe(subnetCidr(vpcCidr, `eu-west-1${letter}`, "private"));
      }),
    );
  });

  test("keeps every subnet within the VPC and apart from every other", () => {
    fc.assert(
      fc.property(vpcCidrs, (vpcCidr) => {
        const vpc = new Address4(vpcCidr);
        const subnets = tiers.flatMap((tier) =>
          letters.map((letter) => new Address4(subnetCidr(vpcCidr, `eu-west-1${letter}`, tier))),
        );
        for (const subnet of subnets) {
          expect(subnet.isInSubnet(vpc)).toBe(true);
          expect(subnet.startAddress().correctForm()).toBe(subnet.correctForm().split("/")[0]);
        }
        expect(new Set(subnets.map((subnet) => subnet.startAddress().correctForm())).size).toBe(subnets.length);
      }),
    );
  });

  test("fails on a zone that doesn't end in a letter from a to h", () => {
    expect(() => subnetCidr("10.10.0.0/16", "us-east-1z", "private")).toThrow(
      "zone should end in a letter from a to h, got 'us-east-1z'",
    );
  });
});
