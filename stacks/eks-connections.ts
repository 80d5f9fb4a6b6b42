import { Construct } from "constructs";

import { type Organization } from "../config/organization";
import { admit } from "../modules/ecs/client";
import { type Cluster } from "../modules/eks/cluster";
import { type EcsStack } from "./ecs";
import { connections, isByGroup } from "./ecs-callees";
import { portsOf } from "./ecs-connections";
import { renamed } from "./formerly";
import { type AnyStack } from "./stack";
import { StackOutputs } from "./stack-outputs";

export interface PodConnectionsProps {
  readonly organization: Organization;
  /** The workload's name in the file. */
  readonly workload: string;
  readonly cluster: Cluster;
  /** The stacks of ECS workloads in the VPC, by workload. */
  readonly callees: ReadonlyMap<string, EcsStack>;
}

/**
 * Opens ECS services of the VPC to the pods that name them in `connectTo`. The client is the cluster's security group,
 * which every pod on Fargate has (EKS-08) and which allows all outbound traffic; so a port is opened once, however many
 * deployments name it.
 */
export function connectPods(stack: AnyStack, props: PodConnectionsProps): void {
  const { organization, workload, cluster, callees } = props;
  const wanted = connections(organization)
    .filter(({ from }) => from.workload === workload)
    .filter(isByGroup);
  if (wanted.length === 0) return;
  const scope = new Construct(stack, "connect");
  const read = new Map<string, StackOutputs<"ecs">>();
  const made = new Set<string>();
  for (const connection of wanted) {
    const { to, way, settings } = connection;
    const callee = callees.get(to.workload);
    if (!callee) throw new Error(`there is no stack of workload '${to.workload}' to connect to`);
    const outputs = read.get(to.workload) ?? new StackOutputs<"ecs">(stack, callee);
    read.set(to.workload, outputs);
    const isBalanced = way === "loadBalancer";
    const group = outputs.get(isBalanced ? "load_balancer_security_group_ids" : "task_security_group_ids", to.service);
    const suffix = isBalanced ? "_load-balancer" : "";
    const formerWorkload = organization.workloads[to.workload]?.formerly ?? to.workload;
    for (const port of portsOf(connection)) {
      const id = `${to.workload}_${to.service}${suffix}_${port}`;
      if (made.has(id)) continue;
      made.add(id);
      admit(scope, id, {
        securityGroupId: group,
        client: { referencedSecurityGroupId: cluster.securityGroupId },
        port,
        description: `requests from pods of ${workload}`,
      });
      const rule = scope.node.findChild(id);
      renamed(rule, `${formerWorkload}_${settings.formerly ?? to.service}${suffix}_${port}`);
    }
  }
}
