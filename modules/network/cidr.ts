import { Address4 } from "ip-address";

/** How many equal blocks a VPC's range is cut into: one private and one public for each of eight zone letters. */
const blocks = 16;

/**
 * The range of a zone's subnet within its VPC.
 *
 * It follows from the zone's letter alone, so that a zone added later, or taken away, moves no other subnet. The first
 * half of the VPC's range is private, the second public.
 *
 * @param vpcCidr an IPv4 range of /16 to /24, such as `10.10.0.0/16`
 * @param zone an Availability Zone, such as `us-east-1a`
 * @returns a range four bits longer than the VPC's, such as `10.10.0.0/20`
 */
export function subnetCidr(vpcCidr: string, zone: string, tier: "private" | "public"): string {
  const vpc = new Address4(vpcCidr);
  const letter = zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0);
  if (letter < 0 || letter >= blocks / 2) throw new Error(`zone should end in a letter from a to h, got '${zone}'`);
  const index = BigInt(letter + (tier === "public" ? blocks / 2 : 0));
  const size = 1n << BigInt(32 - vpc.subnetMask - 4);
  const start = Address4.fromBigInt(vpc.startAddress().bigInt() + index * size);
  return `${start.correctForm()}/${vpc.subnetMask + 4}`;
}

/** Whether an address or a range lies in a range, both of IPv4: nothing of IPv6 does. */
export function liesIn(written: string, range: string): boolean {
  return Address4.isValid(written) && Address4.isValid(range) && new Address4(written).isInSubnet(new Address4(range));
}
