/** The nodes of what accounts share: resolver endpoints, resolver rules and RAM shares, below their Region. */
import { accountOf, regionOf } from "../../proof/aws/account/account";
import { notDeleted, referrersOf } from "../../proof/aws/attributes/block";
import { ruleFacts } from "../../proof/aws/dns/resolver-rules";
import { type Facts } from "../../proof/facts";
import { type Resource, type ResourceKey } from "../../proof/graph/model";
import { type NodeList } from "./node-list";
import { shortAddress, type VpcNodes } from "./vpcs";
import { maybeList, maybeText, resourceFacts, valueText } from "./wording";

export function addSharing(facts: Facts, nodes: NodeList, vpcs: VpcNodes): void {
  const { graph } = facts;
  const region = (resource: Resource) => nodes.region(accountOf(graph, resource), regionOf(graph, resource));
  for (const resource of notDeleted(graph.all("aws_route53_resolver_endpoint"))) {
    nodes.add(endpointNode(facts, resource), nodes.group("Resolver endpoints", region(resource)));
  }
  const rules = new Map<ResourceKey, number>();
  for (const resource of notDeleted(graph.all("aws_route53_resolver_rule"))) {
    const rule = facts.per(ruleFacts, resource);
    const id = nodes.add(
      {
        kind: "resolver-rule",
        name: maybeText(rule.domain),
        note: maybeText(rule.type),
        stack: resource.document.name,
        facts: [
          ...resourceFacts(graph, resource),
          ["domain", maybeText(rule.domain)],
          ["type", maybeText(rule.type)],
          ...(rule.targets === undefined || rule.type === "SYSTEM"
            ? []
            : [["sent to", maybeList(rule.targets)] as const]),
        ],
      },
      nodes.group("Resolver rules", region(resource)),
    );
    rules.set(resource.key, id);
    const { certain } = referrersOf(facts, "aws_route53_resolver_rule_association", "resolver_rule_id", resource);
    const associated = certain.map((one) => vpcs.of(graph.resolve(one.get("vpc_id"))));
    nodes.link(
      id,
      "associated with",
      associated.filter((vpc) => vpc !== undefined),
    );
  }
  for (const resource of notDeleted(graph.all("aws_ram_resource_share"))) {
    const id = nodes.add(shareNode(facts, resource), nodes.group("Shares (RAM)", region(resource)));
    const shared = sharedBy(facts, resource).map((one) => rules.get(one.key));
    nodes.link(
      id,
      "shared rules",
      shared.filter((rule) => rule !== undefined),
    );
  }
}

function endpointNode({ graph }: Facts, resource: Resource) {
  const direction = valueText(graph, resource.get("direction"));
  return {
    kind: "resolver-endpoint" as const,
    name: shortAddress(resource),
    note: direction,
    stack: resource.document.name,
    facts: [...resourceFacts(graph, resource), ["direction", direction] as const],
  };
}

function shareNode(facts: Facts, resource: Resource) {
  const { graph } = facts;
  const { certain } = referrersOf(facts, "aws_ram_principal_association", "resource_share_arn", resource);
  const principals = certain.map((one) => valueText(graph, one.get("principal")));
  return {
    kind: "share" as const,
    name: graph.text(resource.get("name")) ?? shortAddress(resource),
    stack: resource.document.name,
    facts: [
      ...resourceFacts(graph, resource),
      [
        "resources",
        sharedBy(facts, resource)
          .map(({ address }) => address)
          .join(", ") || "none known",
      ] as const,
      ["principals", principals.join(", ") || "none known"] as const,
    ],
  };
}

/** The resources of a share that are in the input. */
function sharedBy(facts: Facts, share: Resource): Resource[] {
  const { graph } = facts;
  const { certain } = referrersOf(facts, "aws_ram_resource_association", "resource_share_arn", share);
  return certain
    .map((one) => graph.resolve(one.get("resource_arn")))
    .flatMap((found) => (found.kind === "resource" || found.kind === "attribute" ? [found.resource] : []));
}
