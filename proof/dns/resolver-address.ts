import { Address4 } from "ip-address";

import { amazonProvidedDns, isUnknown, type VpcDns } from "./vpc-dns";

/** Where a VPC's resolver listens besides its range's base plus two (docs: VPC DNS attributes). */
const linkLocal = ["169.254.169.253", "fd00:ec2::253"];

/** Whether that DHCP server is the VPC's own resolver, under whichever of its names. */
export function isOwnResolver(server: string, vpc: VpcDns): boolean {
  const name = server.trim().toLowerCase();
  return name === amazonProvidedDns.toLowerCase() || linkLocal.includes(name) || basePlusTwo(vpc).includes(name);
}

/** Whether that address is where some VPC's resolver listens for its own clients. */
export function isVpcResolver(address: string, vpcs: Iterable<VpcDns>): boolean {
  if (linkLocal.includes(address)) return true;
  for (const vpc of vpcs) if (basePlusTwo(vpc).includes(address)) return true;
  return false;
}

/** The address two above the base of the VPC's primary range. */
function basePlusTwo(vpc: VpcDns): string[] {
  const [primary] = vpc.cidrBlocks;
  if (primary === undefined || isUnknown(primary) || !Address4.isValid(primary)) return [];
  const base = new Address4(primary).startAddress().bigInt();
  return [Address4.fromBigInt(base + 2n).address];
}

/** Whether an address whose endpoint is in that VPC could be this one. */
export function couldLieIn(address: string, vpc: VpcDns): boolean {
  if (vpc.cidrBlocks.length === 0 || vpc.cidrBlocks.some(isUnknown) || !Address4.isValid(address)) return true;
  const wanted = new Address4(address);
  return vpc.cidrBlocks.some(
    (block) => isUnknown(block) || (Address4.isValid(block) && wanted.isInSubnet(new Address4(block))),
  );
}
