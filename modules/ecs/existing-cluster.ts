import { DataAwsEcsCluster } from "@cdktf/provider-aws/lib/data-aws-ecs-cluster";
import { type Postcondition } from "cdktf";
import { Construct } from "constructs";

import { type ICluster } from "./cluster";

export interface ExistingClusterProps {
  readonly name: string;
  /** Whether alarms of the services count tasks with CloudWatch Container Insights. */
  readonly needsContainerInsights: boolean;
}

/**
 * A cluster that somebody else manages: its settings and capacity providers stay as they are. Terraform's plan fails unless
 * it exists and is active.
 */
export class ExistingCluster extends Construct implements ICluster {
  readonly name: string;
  readonly clusterArn: string;

  constructor(scope: Construct, id: string, { name, needsContainerInsights }: ExistingClusterProps) {
    super(scope, id);
    this.name = name;
    this.clusterArn = new DataAwsEcsCluster(this, "Resource", {
      clusterName: name,
      lifecycle: { postcondition: [isActive(name), ...(needsContainerInsights ? [hasContainerInsights(name)] : [])] },
    }).arn;
  }
}

/** ECS keeps a deleted cluster for a while, with status INACTIVE (API_DeleteCluster). */
function isActive(name: string): Postcondition {
  return {
    condition: '${self.status == "ACTIVE"}',
    errorMessage: `cluster ${name} should be ACTIVE to run the services`,
  };
}

function hasContainerInsights(name: string): Postcondition {
  return {
    condition:
      '${anytrue([for setting in self.setting : setting.name == "containerInsights" && setting.value != "disabled"])}',
    errorMessage: `cluster ${name} should have Container Insights, which the alarms use to count tasks`,
  };
}
