import { Address4 } from "ip-address";

import { amazonProvidedDns, isUnknownFact, type VpcDns } from "./vpc-dns";

/** The addresses of each VPC's resolver, besides the base of its range plus two (VPC user guide, DNS attributes). */
const linkLocal = ["169.254.169.253", "fd00:ec2::253"];

/** Whether that DHCP server is the VPC's own resolver, in any notation. */
export function isOwnResolver(server: string, vpc: VpcDns): boolean {
  const name = server.trim().toLowerCase();
  return name === amazonProvidedDns.toLowerCase() || linkLocal.includes(name) || basePlusTwo(vpc) === name;
}

/** The base of the VPC's primary range plus two. */
function basePlusTwo(vpc: VpcDns): string | undefined {
  const [primary] = vpc.cidrBlocks;
  if (primary === undefined || isUnknownFact(primary) || !Address4.isValid(primary)) return undefined;
  return Address4.fromBigInt(new Address4(primary).startAddress().bigInt() + 2n).address;
}

/** The VPC that answers queries to an address. */
export class Addresses {
  /** VPCs with an inbound endpoint. */
  readonly reachable: readonly VpcDns[];
  private readonly owners = new Map<string, VpcDns[]>();
  private readonly withOpenInbound: readonly VpcDns[];
  private readonly resolvers: ReadonlySet<string | undefined>;

  constructor(vpcs: readonly VpcDns[]) {
    this.reachable = vpcs.filter(({ inboundIps }) => inboundIps.length > 0);
    this.withOpenInbound = this.reachable.filter(({ inboundIps }) => inboundIps.some(isUnknownFact));
    this.resolvers = new Set([...linkLocal, ...vpcs.map(basePlusTwo)]);
    for (const vpc of this.reachable) {
      for (const address of new Set(vpc.inboundIps)) {
        if (!isUnknownFact(address)) this.owners.set(address, [...(this.owners.get(address) ?? []), vpc]);
      }
    }
  }

  /** The VPCs whose inbound endpoint has that address; several only if their ranges overlap. */
  ownersOf(address: string): readonly VpcDns[] {
    return this.owners.get(address) ?? [];
  }

  /** The VPCs whose inbound endpoint may have it, because AWS assigns the address. */
  possibleOwnersOf(address: string): readonly VpcDns[] {
    return this.withOpenInbound.filter((vpc) => couldLieIn(address, vpc));
  }

  /** Whether a VPC's resolver listens there for its own clients. */
  isVpcResolver(address: string): boolean {
    return this.resolvers.has(address);
  }
}

function couldLieIn(address: string, vpc: VpcDns): boolean {
  if (vpc.cidrBlocks.length === 0 || vpc.cidrBlocks.some(isUnknownFact) || !Address4.isValid(address)) return true;
  const wanted = new Address4(address);
  return vpc.cidrBlocks.some(
    (block) => isUnknownFact(block) || (Address4.isValid(block) && wanted.isInSubnet(new Address4(block))),
  );
}
