import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct } from "constructs";

import { associationOf, type Capacity, placementOf } from "./capacity";
import { admit, type Client } from "./client";
import { ListenerRule, type ListenerRuleProps } from "./listener-rule";
import { LoadBalancer, type LoadBalancerProps } from "./load-balancer";
import { ServiceDiscovery } from "./service-discovery";
import { ServiceScaling, type ServiceScalingProps } from "./service-scaling";
import { Task, type TaskProps } from "./task";
import { taskSecurityGroup } from "./task-security-group";

/** How a new revision is deployed. */
export interface DeploymentProps {
  /** @default 100 */
  readonly minimumHealthyPercent?: number;
  /** @default 200 */
  readonly maximumPercent?: number;
  /** Fails a deployment whose tasks don't become healthy (ECS-19). @default true */
  readonly circuitBreaker?: boolean;
  /** @default true */
  readonly rollback?: boolean;
  /** @default 60 with a load balancer, otherwise 0 */
  readonly healthCheckGraceSeconds?: number;
  /** Keeps the revision that others have deployed. @default false */
  readonly byPipeline?: boolean;
  /** @default false */
  readonly waitForSteadyState?: boolean;
}

export interface ServiceProps extends Omit<TaskProps, "compute"> {
  readonly clusterName: string;
  readonly clusterArn: string;
  readonly serviceName: string;
  readonly desiredCount: number;
  readonly capacity: Capacity;
  readonly vpcId: string;
  /** Whether the subnets have IPv6 too. @default IPv4 only */
  readonly ipv6?: boolean;
  /** Subnets, each in a zone with a mount target of every volume (EFS-02). */
  readonly subnetIds: readonly string[];
  /** Gives each task a public address; the subnets are public then. @default false */
  readonly assignPublicIp?: boolean;
  /** The client groups of the volumes' file systems, which may connect to tcp/2049. */
  readonly clientSecurityGroupIds: readonly string[];
  /** @default rolling, with rollback if it fails */
  readonly deployment?: DeploymentProps;
  /** @default none */
  readonly loadBalancer?: Omit<LoadBalancerProps, "name" | "vpcId" | "targetSecurityGroupId">;
  /** A rule of an existing listener. @default none */
  readonly listenerRule?: Omit<ListenerRuleProps, "name" | "vpcId" | "targetSecurityGroupId">;
  /** @default always the desired count */
  readonly scaling?: Omit<ServiceScalingProps, "clusterName" | "serviceName" | "loadBalancer">;
  /** The Cloud Map namespace of the tasks' name. @default none */
  readonly namespaceId?: string;
}

/** A service whose tasks mount EFS; a failed deployment is rolled back. */
export class Service extends Construct {
  readonly serviceArn: string;
  readonly task: Task;
  /** Security groups of the tasks' network interfaces. */
  readonly securityGroupId: string;
  /** @default none */
  readonly loadBalancer?: LoadBalancer;
  /** Of the load balancer, or of the rule of an existing one. @default none */
  readonly targetGroupArn?: string;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { capacity, deployment = {}, family, vpcId } = props;
    this.task = new Task(this, "Task", {
      ...props,
      compute: capacity.kind === "instances" ? "instances" : "fargate",
    });
    const group = taskSecurityGroup(this, { family, vpcId, ipv6: props.ipv6 });
    this.securityGroupId = group.id;
    this.loadBalancer =
      props.loadBalancer &&
      new LoadBalancer(this, "LoadBalancer", {
        ...props.loadBalancer,
        name: family,
        vpcId,
        targetSecurityGroupId: group.id,
      });
    const rule =
      props.listenerRule &&
      new ListenerRule(this, "ListenerRule", {
        ...props.listenerRule,
        name: family,
        vpcId,
        targetSecurityGroupId: group.id,
      });
    const front = this.loadBalancer ?? rule;
    this.targetGroupArn = front?.target.targetGroupArn;
    const discovery = props.namespaceId
      ? new ServiceDiscovery(this, "Discovery", { name: props.serviceName, namespaceId: props.namespaceId })
      : undefined;
    const service = new EcsService(this, "Resource", {
      name: props.serviceName,
      cluster: props.clusterArn,
      taskDefinition: this.task.taskDefinitionArn,
      desiredCount: props.desiredCount,
      ...placementOf(capacity),
      // Without it, a changed strategy replaces the service (provider 5) or fails the plan (provider 6).
      forceNewDeployment: true,
      enableExecuteCommand: props.exec,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      networkConfiguration: {
        subnets: [...props.subnetIds],
        securityGroups: [group.id, ...props.clientSecurityGroupIds],
        assignPublicIp: props.assignPublicIp ?? false,
      },
      loadBalancer: front && [front.target],
      serviceRegistries: discovery && { registryArn: discovery.registryArn },
      deploymentMinimumHealthyPercent: deployment.minimumHealthyPercent,
      deploymentMaximumPercent: deployment.maximumPercent,
      deploymentCircuitBreaker: circuitBreaker(deployment),
      healthCheckGracePeriodSeconds: deployment.healthCheckGraceSeconds ?? (front ? 60 : undefined),
      waitForSteadyState: deployment.waitForSteadyState,
      // ECS accepts a service only after its target group has a listener.
      dependsOn: [...this.task.startable, ...associationOf(capacity), ...(front?.listeners ?? [])],
      lifecycle: ignoreChanges(props),
    });
    this.serviceArn = service.id;
    if (props.scaling) {
      new ServiceScaling(this, "Scaling", {
        ...props.scaling,
        clusterName: props.clusterName,
        serviceName: service.name,
        loadBalancer: front,
      });
    }
  }

  /** Allows a client to connect to ports of the tasks. @param id the client's id in Terraform addresses */
  addClient(id: string, client: Client, ports: readonly number[]): void {
    const { securityGroupId } = this;
    for (const port of ports) {
      admit(this, `from_${id}_${port}`, { securityGroupId, client, port, description: "requests from clients" });
    }
  }
}

/** Terraform should not revert what scaling has set and what a pipeline has deployed. */
function ignoreChanges({ scaling, deployment }: ServiceProps): { ignoreChanges: string[] } | undefined {
  const ignored = [...(scaling ? ["desired_count"] : []), ...(deployment?.byPipeline ? ["task_definition"] : [])];
  return ignored.length > 0 ? { ignoreChanges: ignored } : undefined;
}

function circuitBreaker({ circuitBreaker: enable = true, rollback = true }: DeploymentProps) {
  return { enable, rollback: enable && rollback };
}
