/** A rule or Route 53 Profile of another account that is not shared with this one, so its association fails during apply (DNS-20). */
import { accountOf } from "../../aws/account/account";
import { notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { type Resource } from "../../graph/model";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const unsharedRule: FindingCheck = {
  name: "unshared-rule",
  rules: ["DNS-20"],
  *find(facts: Facts): Iterable<Finding> {
    const { graph } = facts;
    const told = new Set<string>();
    for (const [association, rule] of uses(graph)) {
      if (!rule || rule.mode === "data") continue;
      const [owner, taker] = [accountOf(graph, rule), accountOf(graph, association)];
      if (owner === undefined || taker === undefined || owner === taker) continue;
      if (told.has(`${rule.key} ${taker}`) || mayReach(graph, rule, taker)) continue;
      told.add(`${rule.key} ${taker}`);
      yield {
        rule: "DNS-20",
        severity: "error",
        resource: rule.address,
        detail:
          `${rule.address} belongs to account ${owner} and is not shared with ${taker}, ` +
          `where ${association.address} uses it, so terraform apply fails`,
        fix: `share ${rule.address} through RAM with account ${taker} or the organization`,
      };
    }
  },
};

/** Rules and Route 53 Profiles, each with a resource that associates it with a VPC. The rules of a profile need no share. */
function* uses(graph: Graph): Iterable<readonly [Resource, Resource | undefined]> {
  for (const one of notDeleted(graph.all("aws_route53_resolver_rule_association"))) {
    yield [one, graph.target(one.get("resolver_rule_id"), "aws_route53_resolver_rule")];
  }
  for (const one of notDeleted(graph.all("aws_route53profiles_association"))) {
    yield [one, graph.target(one.get("profile_id"), "aws_route53profiles_profile")];
  }
}

/** Whether a share contains the rule and has a principal that is the account, or may include it. */
function mayReach(graph: Graph, rule: Resource, account: string): boolean {
  const held = graph.referrers("aws_ram_resource_association", "resource_arn", rule);
  if (held.possible.length > 0) return true;
  return notDeleted(held.certain).some((association) => {
    const share = graph.resolve(association.get("resource_share_arn"));
    if (share.kind !== "resource" || share.resource.type !== "aws_ram_resource_share") return true;
    const { certain, possible } = graph.referrers(
      "aws_ram_principal_association",
      "resource_share_arn",
      share.resource,
    );
    return possible.length > 0 || notDeleted(certain).some((one) => stands(graph, one, account));
  });
}

function stands(graph: Graph, association: Resource, account: string): boolean {
  const principal = graph.text(association.get("principal"));
  return principal === undefined || !/^\d{12}$/.test(principal) || principal === account;
}
