/** Resolves names in the VPCs of a graph. */
import { type DnsAnswer } from "../../dns/answer";
import { VpcResolvers } from "../../dns/resolver";
import { type VpcDns } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { allVpcs } from "./vpc-dns";

export function resolvers(facts: Facts): VpcResolvers {
  return new VpcResolvers(allVpcs(facts));
}

/** The answer for a client in the VPC, like that of `dig`. */
export function answerIn(facts: Facts, vpc: VpcDns, name: string): DnsAnswer {
  return facts.once(resolvers).answer(vpc, name);
}
