import { Construct } from "constructs";

import { type EcsFargateWorkload, type EcsService, type Mount, type Organization } from "../config/organization";
import { Cluster } from "../modules/ecs/cluster";
import { type ContainerProps, type EfsVolume } from "../modules/ecs/container";
import { FargateService } from "../modules/ecs/fargate-service";
import { mapValues } from "../modules/map-values";
import { mountableZones } from "./mountable-zones";
import { MountpathStack } from "./stack";
import { StackOutputs } from "./stack-outputs";
import { type VpcStack } from "./vpc";

/** An ECS cluster and its services, in one workload VPC. */
export class EcsStack extends MountpathStack<"ecs"> {
  private readonly vpc: StackOutputs<"vpc">;

  /**
   * @param workloadName the workload's name in the file; the stack is `ecs-<name>`
   */
  constructor(
    scope: Construct,
    private readonly organization: Organization,
    private readonly workloadName: string,
    private readonly workload: EcsFargateWorkload,
    vpcStack: VpcStack,
  ) {
    super(scope, `ecs-${workloadName}`, "ecs", vpcStack.settings);
    this.vpc = new StackOutputs(this, vpcStack);
    const cluster = new Cluster(this, workloadName, {
      name: `${organization.name}-${workloadName}`,
      containerInsights: workload.containerInsights,
    });
    const serviceScope = new Construct(this, "Services");
    const services = mapValues(workload.services, (service, name) =>
      this.service(serviceScope, name, service, cluster),
    );

    this.fulfil({
      cluster_arn: cluster.clusterArn,
      service_arns: mapValues(services, (service) => service.serviceArn),
      task_definition_arns: mapValues(services, ({ task }) => task.taskDefinitionArn),
      task_role_arns: mapValues(services, ({ task }) => task.taskRole.roleArn),
      load_balancer_dns_names: {},
    });
  }

  private service(scope: Construct, name: string, service: EcsService, cluster: Cluster): FargateService {
    const mounts = Object.values(service.containers).flatMap((container) => Object.values(container.mounts));
    const fileSystems = [...new Set(mounts.map((mount) => mount.fileSystem))];
    const zones = mountableZones(this.organization, this.workload.vpc, fileSystems);
    return new FargateService(scope, name, {
      family: `${this.organization.name}-${this.workloadName}-${name}`,
      serviceName: name,
      region: this.organization.region,
      clusterArn: cluster.clusterArn,
      cpu: service.cpu,
      memory: service.memory,
      ephemeralStorageGiB: service.ephemeralStorageGiB,
      desiredCount: service.desiredCount,
      logRetentionDays: service.logRetentionDays,
      exec: service.exec,
      containers: this.containers(service),
      vpcId: this.vpc.get("vpc_id"),
      subnetIds: zones.map((zone) => this.vpc.get("private_subnet_ids", zone)),
      clientSecurityGroupIds: fileSystems.map((key) => this.vpc.get("efs_client_security_group_ids", key)),
    });
  }

  private containers(service: EcsService): ContainerProps[] {
    return Object.entries(service.containers).map(([name, { mounts, ...container }]) => ({
      ...container,
      name,
      mountPoints: Object.entries(mounts).map(([containerPath, mount]) => ({
        containerPath,
        readOnly: mount.readOnly,
        volume: this.volume(mount),
      })),
    }));
  }

  private volume(mount: Mount): EfsVolume {
    const { fileSystem, accessPoint, rootDirectory } = mount;
    const key = `${fileSystem}/${accessPoint}`;
    return {
      name: volumeName(mount),
      fileSystemId: this.vpc.get("file_system_ids", fileSystem),
      fileSystemArn: this.vpc.get("file_system_arns", fileSystem),
      rootDirectory,
      accessPoint: accessPoint
        ? { id: this.vpc.get("access_point_ids", key), arn: this.vpc.get("access_point_arns", key) }
        : undefined,
    };
  }
}

/** A volume's name holds letters, digits, hyphens and underscores; names in the file hold no underscore. */
function volumeName({ fileSystem, accessPoint, rootDirectory }: Mount): string {
  if (accessPoint) return `${fileSystem}_${accessPoint}`;
  return `${fileSystem}${(rootDirectory ?? "").replace(/_/g, "__").replace(/[^A-Za-z0-9_-]/g, "_")}`;
}
