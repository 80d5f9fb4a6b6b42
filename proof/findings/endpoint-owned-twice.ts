/** An endpoint's tables, subnets or groups both in it and in association resources: they overwrite each other (TF-03). */
import { isAsWritten } from "../aws/as-written";
import { alive, isUnset, referrersOf } from "../aws/block";
import { type Facts } from "../facts";
import { type Finding } from "../verdict";
import { type FindingCheck } from "./finding";

const associations = [
  ["route_table_ids", "aws_vpc_endpoint_route_table_association"],
  ["subnet_ids", "aws_vpc_endpoint_subnet_association"],
  ["security_group_ids", "aws_vpc_endpoint_security_group_association"],
] as const;

export const endpointOwnedTwice: FindingCheck = {
  name: "endpoint-owned-twice",
  rules: ["TF-03"],
  *find(facts: Facts): Iterable<Finding> {
    for (const endpoint of alive(facts.graph.all("aws_vpc_endpoint"))) {
      if (!isAsWritten(endpoint)) continue;
      for (const [attribute, type] of associations) {
        if (isUnset(facts.graph, endpoint, attribute)) continue;
        const [association] = referrersOf(facts, type, "vpc_endpoint_id", endpoint).certain;
        if (!association) continue;
        yield {
          rule: "TF-03",
          severity: "warning",
          resource: association.address,
          detail: `${endpoint.address} sets ${attribute} itself as well: each apply undoes the other's`,
          fix: `move what ${association.address} adds into ${attribute} of ${endpoint.address}, or leave that out`,
        };
      }
    }
  },
};
