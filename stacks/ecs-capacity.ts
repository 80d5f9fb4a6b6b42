import { type TerraformResource } from "cdktf";
import { Construct } from "constructs";

import { isGraviton, serviceDomainOf } from "../config/aws";
import { type EcsEc2Workload, type EcsService, type EcsTask, type EcsWorkload } from "../config/organization";
import { type Capacity } from "../modules/ecs/capacity";
import { Cluster, type ICluster } from "../modules/ecs/cluster";
import { ContainerInstances } from "../modules/ecs/container-instances";
import { resolveAttribute } from "../modules/ecs/host-user-data";
import { mapValues } from "../modules/map-values";
import { type StackOutputs } from "./stack-outputs";

export interface EcsCapacityProps {
  readonly workload: EcsWorkload;
  readonly cluster: ICluster;
  readonly region: string;
  readonly vpc: StackOutputs<"vpc">;
  /** Tags of every resource of the stack. */
  readonly tags: Readonly<Record<string, string>>;
  /** The VPC's zones. */
  readonly zones: readonly string[];
}

/** The capacity that a cluster's tasks run on: Fargate, Fargate Spot, or the cluster's own instances. */
export class EcsCapacity extends Construct {
  private readonly instances: Readonly<Record<string, ContainerInstances>>;
  /** Nothing if the cluster exists already, whose capacity providers stay as they are. */
  private readonly association?: TerraformResource;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EcsCapacityProps,
  ) {
    super(scope, id);
    const { workload, cluster } = props;
    this.instances = workload.platform === "ecs-ec2" ? this.containerInstances(workload) : {};
    if (!(cluster instanceof Cluster)) return;
    if (workload.platform === "ecs-ec2") {
      this.association = cluster.useCapacityProviders(
        Object.values(this.instances).map(({ capacityProvider }) => capacityProvider),
      );
    } else this.association = cluster.useCapacityProviders(["FARGATE", "FARGATE_SPOT"]);
  }

  /** The capacity that a service or a task of the file runs on. */
  of(task: EcsService | EcsTask): Capacity {
    const { workload } = this.props;
    const { association } = this;
    if (workload.platform === "ecs-fargate") {
      const spot = "spot" in task ? task.spot : undefined;
      if (spot) return { kind: "spot", ...spot, association };
      return association ? { kind: "fargate", association } : { kind: "fargate-launch-type" };
    }
    if (!association) throw new Error("container instances need a cluster of the stack");
    const mounts = Object.values(task.containers).some((container) => Object.keys(container.mounts).length > 0);
    const name = ("instances" in task ? task.instances : undefined) ?? defaultInstances(workload, mounts);
    const instances = this.instances[name];
    if (!instances) throw new Error(`the file has no instances named '${name}'`);
    return {
      kind: "instances",
      association,
      capacityProvider: instances.capacityProvider,
      // Matches any host that this project sets up, except those whose setup failed (ECS-18).
      placement: mounts ? `attribute:${resolveAttribute} in [vpc, dnsmasq, hosts-file]` : undefined,
    };
  }

  private containerInstances(workload: EcsEc2Workload): Record<string, ContainerInstances> {
    const { cluster, region, vpc, zones, tags } = this.props;
    const fileSystems = fileSystemsOf(workload);
    return mapValues(
      workload.instances,
      (settings, name) =>
        new ContainerInstances(this, name, {
          ...settings,
          tags,
          name: `${cluster.name}-${name}`,
          clusterName: cluster.name,
          region,
          instanceType: settings.type,
          cpuArchitecture: isGraviton(settings.type) ? "arm64" : "x86_64",
          serviceDomain: serviceDomainOf(region),
          fileSystems:
            settings.resolve === "hosts-file"
              ? fileSystems.map((key) => ({
                  id: vpc.get("file_system_ids", key),
                  arn: vpc.get("file_system_arns", key),
                }))
              : [],
          vpcId: vpc.get("vpc_id"),
          subnetIds: zones.map((zone) => vpc.get("private_subnet_ids", zone)),
        }),
    );
  }
}

/** Every file system that the workload's tasks mount, by name. */
export function fileSystemsOf(workload: EcsWorkload): string[] {
  const tasks = [...Object.values(workload.services), ...Object.values(workload.tasks)];
  const mounts = tasks
    .flatMap((task) => Object.values(task.containers))
    .flatMap((container) => Object.values(container.mounts));
  return [...new Set(mounts.map(({ fileSystem }) => fileSystem))];
}

/**
 * A mount waits one second if the first name server is dnsmasq, so a task with mounts uses other instances if there are
 * any.
 */
function defaultInstances({ instances }: EcsEc2Workload, mounts: boolean): string {
  const all = Object.entries(instances);
  const quick = mounts ? all.find(([, { resolve }]) => resolve !== "dnsmasq") : undefined;
  const [name] = quick ?? all[0] ?? [];
  if (name === undefined) throw new Error("'instances' should have at least one entry, got none");
  return name;
}
