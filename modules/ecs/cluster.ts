import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { Construct } from "constructs";

import { logGroupArn } from "../iam-policy";
import { type ExecAudit } from "./task-role";

export interface ClusterProps {
  readonly name: string;
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly containerInsights: boolean;
  /** Logs the sessions of `aws ecs execute-command`. @default no log */
  readonly execAudit?: { readonly logRetentionDays: number; readonly kmsKeyArn?: string };
  /** ARN of a single-Region key for the ephemeral storage of tasks on Fargate. @default an AWS owned key */
  readonly ephemeralStorageKeyArn?: string;
}

/** A cluster that services and tasks run in. */
export interface ICluster {
  readonly name: string;
  readonly clusterArn: string;
  /** @default sessions of `execute-command` are not logged, or where the cluster's owner says */
  readonly execAudit?: ExecAudit;
}

export class Cluster extends Construct implements ICluster {
  readonly name: string;
  readonly clusterArn: string;
  private readonly resource: EcsCluster;
  /** @default sessions are not logged */
  readonly execAudit?: ExecAudit;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const { name, region, accountId, containerInsights, execAudit, ephemeralStorageKeyArn } = props;
    const logGroupName = `/ecs/${name}/exec`;
    const logGroup =
      execAudit &&
      new CloudwatchLogGroup(this, "exec", {
        name: logGroupName,
        retentionInDays: execAudit.logRetentionDays,
        kmsKeyId: execAudit.kmsKeyArn,
      });
    this.resource = new EcsCluster(this, "Resource", {
      name,
      setting: [{ name: "containerInsights", value: containerInsights ? "enabled" : "disabled" }],
      configuration:
        logGroup !== undefined || ephemeralStorageKeyArn !== undefined
          ? {
              executeCommandConfiguration: logGroup && {
                kmsKeyId: execAudit.kmsKeyArn,
                logging: "OVERRIDE",
                logConfiguration: {
                  cloudWatchLogGroupName: logGroup.name,
                  cloudWatchEncryptionEnabled: execAudit.kmsKeyArn !== undefined,
                },
              },
              managedStorageConfiguration:
                ephemeralStorageKeyArn === undefined
                  ? undefined
                  : { fargateEphemeralStorageKmsKeyId: ephemeralStorageKeyArn },
            }
          : undefined,
    });
    this.clusterArn = this.resource.arn;
    this.name = name;
    this.execAudit = execAudit && {
      logGroupArn: logGroupArn(region, accountId, logGroupName),
      kmsKeyArn: execAudit.kmsKeyArn,
    };
  }

  /**
   * The capacity providers that services of the cluster may name. There can be only one such association per cluster.
   */
  useCapacityProviders(names: readonly string[]): EcsClusterCapacityProviders {
    return new EcsClusterCapacityProviders(this, "CapacityProviders", {
      // A reference, not only the name: the cluster must exist first.
      clusterName: this.resource.name,
      capacityProviders: [...names],
    });
  }
}
