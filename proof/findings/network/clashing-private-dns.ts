/** Only one endpoint for each service and VPC can have private DNS: AWS refuses the second one (EP-06). */
import { notDeleted } from "../../aws/attributes/block";
import { describeResolution, identityOf } from "../../aws/network/subnet";
import { endpointFacts } from "../../aws/network/vpc-endpoint";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const clashingPrivateDns: FindingCheck = {
  name: "clashing-private-dns",
  rules: ["EP-06"],
  *find(facts: Facts): Iterable<Finding> {
    const { graph } = facts;
    const claimed = new Map<string, { readonly address: string; readonly region?: string }[]>();
    for (const resource of notDeleted(graph.all("aws_vpc_endpoint"))) {
      const { service, region, privateDns, type } = facts.per(endpointFacts, resource);
      const vpc = graph.resolve(resource.get("vpc_id"));
      if (service === undefined || privateDns !== "yes" || type !== "Interface" || vpc.kind === "unknown") continue;
      const key = `${identityOf(vpc)} ${service}`;
      const others = claimed.get(key) ?? [];
      claimed.set(key, [...others, { address: resource.address, region }]);
      // A service in another Region has different names.
      const other = others.find((one) => !one.region || !region || one.region === region);
      if (!other) continue;
      yield {
        rule: "EP-06",
        severity: "error",
        resource: resource.address,
        detail: `has private DNS for ${service} in ${describeResolution(graph, vpc)}, and so has ${other.address}: AWS refuses the second endpoint`,
        fix: `set private_dns_enabled of ${resource.address} to false, or remove it`,
      };
    }
  },
};
