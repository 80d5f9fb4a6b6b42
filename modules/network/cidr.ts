import { Address4 } from "ip-address";

/** The number of equal blocks in a VPC's range: one private and one public block for each of eight zone letters. */
const blocks = 16;

/**
 * The range of a zone's subnet within its VPC.
 *
 * It depends only on the zone's letter, so that adding or removing a zone changes no other subnet. The first
 * half of the VPC's range is private, the second public.
 *
 * @param vpcCidr an IPv4 range of /16 to /24, such as `10.10.0.0/16`
 * @param zone an Availability Zone, such as `us-east-1a`
 * @returns a range four bits longer than the VPC's, such as `10.10.0.0/20`
 */
export function subnetCidr(vpcCidr: string, zone: string, tier: "private" | "public"): string {
  const vpc = new Address4(vpcCidr);
  const index = BigInt(subnetIndex(zone, tier));
  const size = 1n << BigInt(32 - vpc.subnetMask - 4);
  const start = Address4.fromBigInt(vpc.startAddress().bigInt() + index * size);
  return `${start.correctForm()}/${vpc.subnetMask + 4}`;
}

/** The number of a subnet's block among those of its VPC: of its IPv4 range, and of the /64 ranges of an IPv6 block. */
export function subnetIndex(zone: string, tier: "private" | "public"): number {
  const letter = zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0);
  if (letter < 0 || letter >= blocks / 2) throw new Error(`zone should end in a letter from a to h, got '${zone}'`);
  return letter + (tier === "public" ? blocks / 2 : 0);
}

/** Whether an IPv4 address or range is within an IPv4 range; false for IPv6. */
export function liesIn(written: string, range: string): boolean {
  return Address4.isValid(written) && Address4.isValid(range) && new Address4(written).isInSubnet(new Address4(range));
}
