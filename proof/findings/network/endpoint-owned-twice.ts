/**
 * An endpoint whose route tables, subnets or groups are set both in it and by association resources, which overwrite
 * each other (TF-03).
 */
import { isAsWritten } from "../../aws/attributes/as-written";
import { isUnset, notDeleted, referrersOf } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { type Resource, type Value } from "../../graph/model";
import { resourceTypes } from "../../resource-types";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

/** The lists of an endpoint, and the resources that add one item to a list. */
const associations = [...resourceTypes].flatMap(([type, { listedIn = [] }]) =>
  listedIn.flatMap(({ owner, attribute, as }) =>
    owner === "aws_vpc_endpoint" && as.form === "id" ? [[attribute, type] as const] : [],
  ),
);

/**
 * A state does not show the configuration: ids of managed resources without an association are taken to be set in the
 * endpoint itself.
 */
function holdsMore(graph: Graph, endpoint: Resource, attribute: string, others: readonly Value[]): boolean {
  if (endpoint.document.kind !== "state") return false;
  return graph.items(endpoint.get(attribute)).items.some((item) => {
    const found = graph.resolve(item);
    const own = found.kind === "resource" && found.resource.document === endpoint.document;
    return own && others.every((other) => graph.same(other, item) === "no");
  });
}

export const endpointOwnedTwice: FindingCheck = {
  name: "endpoint-owned-twice",
  rules: ["TF-03"],
  *find(facts: Facts): Iterable<Finding> {
    for (const endpoint of notDeleted(facts.graph.all("aws_vpc_endpoint"))) {
      for (const [attribute, type] of associations) {
        const found = referrersOf(facts, type, "vpc_endpoint_id", endpoint).certain;
        const [association] = found;
        if (!association || isUnset(facts.graph, endpoint, attribute)) continue;
        const others = found.map((one) => one.get(attribute.slice(0, -1)));
        if (!isAsWritten(endpoint, attribute) && !holdsMore(facts.graph, endpoint, attribute, others)) continue;
        yield {
          rule: "TF-03",
          severity: "warning",
          resource: association.address,
          detail: `${endpoint.address} also sets ${attribute}: each apply undoes the other's changes`,
          fix: `move what ${association.address} adds into ${attribute} of ${endpoint.address}, or remove that argument`,
        };
      }
    }
  },
};
