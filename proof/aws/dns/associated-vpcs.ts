/** VPCs with resolver rules, including those known only by id. */
import { type Facts } from "../../facts";
import { notDeleted } from "../attributes/block";
import { type ReadAssociation } from "./resolver-rules";
import { allVpcs, type Vpc, vpcDnsOf } from "./vpc-dns";

const associationType = "aws_route53_resolver_rule_association";

/** In a stable order, with VPCs of the input first. */
export function associatedVpcs(facts: Facts): readonly Vpc[] {
  return facts.once(found);
}

function found(facts: Facts): readonly Vpc[] {
  const { graph } = facts;
  const vpcs = new Set(allVpcs(facts));
  for (const association of notDeleted(graph.all(associationType))) {
    const vpc = vpcDnsOf(facts, graph.resolve(association.get("vpc_id")));
    if (vpc) vpcs.add(vpc);
  }
  return [...vpcs].filter(({ rules }) => rules.length > 0);
}

/** Associations with the VPC itself, not through a profile. */
export function isDirect({ source }: ReadAssociation): boolean {
  return source.type === associationType;
}
