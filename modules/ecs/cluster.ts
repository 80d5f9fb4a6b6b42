import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";

export interface ClusterProps {
  readonly name: string;
  readonly containerInsights: boolean;
}

export class Cluster extends Construct {
  readonly clusterArn: string;

  constructor(scope: Construct, id: string, { name, containerInsights }: ClusterProps) {
    super(scope, id);
    this.clusterArn = new EcsCluster(this, "Resource", {
      name,
      setting: [{ name: "containerInsights", value: containerInsights ? "enabled" : "disabled" }],
    }).arn;
  }
}
