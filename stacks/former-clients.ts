import { type IConstruct } from "constructs";

import { type EcsWorkload, type Organization } from "../config/organization";
import { renamed } from "./formerly";

/**
 * Records the earlier ids of rules whose ids contain the name of a service, a workload or a VPC. Names contain no
 * underscore, which separates them in the ids.
 */
export function renameClients(stack: IConstruct, organization: Organization, { services }: EcsWorkload): void {
  const service = (name: string, of: EcsWorkload["services"] = services) => of[name]?.formerly ?? name;
  const vpc = (name: string) => organization.workloadVpcs[name]?.formerly ?? name;
  for (const construct of stack.node.findAll()) {
    const [kind, name = "", ...rest] = construct.node.id.split("_");
    if (kind === "from" || kind === "to") renamed(construct, [kind, service(name), ...rest].join("_"));
    else if (kind === "egress") renamed(construct, [kind, vpc(name), ...rest].join("_"));
    else if (kind === "connect") {
      const other = organization.workloads[name];
      const [callee = "", ...more] = rest;
      const former = other && "services" in other ? service(callee, other.services) : callee;
      renamed(construct, [kind, other?.formerly ?? name, former, ...more].join("_"));
    }
  }
}
