import { type EcsWorkload, type Organization } from "../config/organization";
import { clusterName } from "../config/schema/primitives";
import { Cluster, type ICluster } from "../modules/ecs/cluster";
import { ExistingCluster } from "../modules/ecs/existing-cluster";
import { renamed } from "./formerly";
import { type MountpathStack } from "./stack";

export interface EcsClusterProps {
  readonly organization: Organization;
  readonly workloadName: string;
  readonly workload: EcsWorkload;
  /** The name in AWS of a new cluster. */
  readonly name: string;
}

/** The cluster of a workload: a new one, or the existing one that the file names. */
export function ecsCluster(stack: MountpathStack<"ecs">, props: EcsClusterProps): ICluster {
  const { organization, workloadName, workload, name } = props;
  if (workload.platform === "ecs-fargate" && workload.cluster !== undefined) {
    const needsContainerInsights = workload.alarms !== undefined;
    return new ExistingCluster(stack, workloadName, { name: clusterName(workload.cluster), needsContainerInsights });
  }
  const { execAudit } = workload;
  const cluster = new Cluster(stack, workloadName, {
    name,
    region: organization.region,
    accountId: stack.settings.account.id,
    containerInsights: workload.containerInsights,
    execAudit: execAudit && { logRetentionDays: execAudit.logRetentionDays, kmsKeyArn: execAudit.kmsKeyId },
    ephemeralStorageKeyArn: workload.platform === "ecs-fargate" ? workload.ephemeralStorageKmsKeyId : undefined,
  });
  return renamed(cluster, workload.formerly);
}
