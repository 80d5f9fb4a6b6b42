import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";

import { FargateTask, type FargateTaskProps } from "./fargate-task";

/** The Linux platform that can mount EFS; 1.3.0 and older can't (ECS-01). */
export const fargatePlatformVersion = "1.4.0";

export interface FargateServiceProps extends FargateTaskProps {
  readonly clusterArn: string;
  readonly serviceName: string;
  readonly desiredCount: number;
  readonly vpcId: string;
  /** Each in a zone with a mount target of every volume (EFS-02). */
  readonly subnetIds: readonly string[];
  /** The client groups of the volumes' file systems: they reach tcp/2049. */
  readonly clientSecurityGroupIds: readonly string[];
}

/** A service on Fargate whose tasks mount EFS; a deployment that does not come up is rolled back. */
export class FargateService extends Construct {
  readonly serviceArn: string;
  readonly task: FargateTask;

  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    this.task = new FargateTask(this, "Task", props);
    const group = new SecurityGroup(this, "SecurityGroup", {
      vpcId: props.vpcId,
      name: `${props.family}-task`,
      description: `tasks of ${props.family}`,
      tags: { Name: `${props.family}-task` },
    });
    // Anywhere, since S3's addresses are public behind the gateway endpoint too; where that leads, the routes say.
    new VpcSecurityGroupEgressRule(this, "https", {
      securityGroupId: group.id,
      description: "HTTPS to images, secrets and logs",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    const service = new EcsService(this, "Resource", {
      name: props.serviceName,
      cluster: props.clusterArn,
      taskDefinition: this.task.taskDefinitionArn,
      desiredCount: props.desiredCount,
      launchType: "FARGATE",
      platformVersion: fargatePlatformVersion,
      enableExecuteCommand: props.exec,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      networkConfiguration: {
        subnets: [...props.subnetIds],
        securityGroups: [group.id, ...props.clientSecurityGroupIds],
        assignPublicIp: false,
      },
      deploymentCircuitBreaker: { enable: true, rollback: true },
      dependsOn: [...this.task.startable],
    });
    this.serviceArn = service.id;
  }
}
