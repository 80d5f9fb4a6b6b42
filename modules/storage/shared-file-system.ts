import { type EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem, type EfsFileSystemLifecyclePolicy } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { type TerraformResource } from "cdktf";
import { Construct } from "constructs";

import { type PolicyStatement } from "../iam-policy";
import { shortened } from "../names";
import { type INetwork } from "../network/network";
import { type AccessPointProps, newAccessPoint } from "./access-point";
import { FileSystemPolicy } from "./file-system-policy";
import { MountTargetAccess } from "./mount-target-access";
import { Replication, type ReplicationProps } from "./replication";

export interface SharedAccessPointProps extends AccessPointProps {
  /**
   * Allows clients without an IAM identity to mount through it, if they reach the mount targets: pods on EKS Fargate
   * have none.
   * @default no such access
   */
  readonly anonymousAccess?: "read" | "write";
}

/** When files move between storage classes; the values are AWS's own, such as `AFTER_30_DAYS`. */
export interface LifecycleProps {
  readonly transitionToIa?: string;
  readonly transitionToArchive?: string;
  readonly transitionToPrimaryStorageClass?: string;
}

export interface SharedFileSystemProps {
  /** The `Name` tag and creation token, unique in account and Region. Changing it replaces the file system: all data is lost. */
  readonly name: string;
  readonly network: INetwork;
  /** One Zone storage in this zone, with its only mount target there. Changing it replaces the file system. @default Regional */
  readonly oneZone?: string;
  /** ARN. Changing it replaces the file system. @default the account's key for EFS */
  readonly kmsKeyId?: string;
  /** Changing it replaces the file system. @default generalPurpose */
  readonly performanceMode?: "generalPurpose" | "maxIO";
  /** @default elastic */
  readonly throughputMode?: "bursting" | "elastic" | "provisioned";
  /** MiB/s, with `provisioned` only. */
  readonly provisionedThroughputMibps?: number;
  readonly lifecycle?: LifecycleProps;
  /** Daily backups by AWS Backup. @default true */
  readonly backup?: boolean;
  /** @default no replica */
  readonly replication?: ReplicationProps;
}

/**
 * An encrypted EFS file system with exactly one mount target in each zone of its network (EFS-01, EFS-02), a policy
 * that refuses plain NFS, and security groups for its clients. Terraform refuses to destroy it.
 */
export class SharedFileSystem extends Construct {
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  readonly access: MountTargetAccess;
  /** By Availability Zone. */
  readonly mountTargets: Readonly<Record<string, EfsMountTarget>>;
  /** The resources that must exist before a client mounts. */
  readonly mountable: readonly TerraformResource[];

  private readonly accessPointScope: Construct;
  private readonly policy: FileSystemPolicy;

  constructor(scope: Construct, id: string, props: SharedFileSystemProps) {
    super(scope, id);
    const { name, network } = props;
    const fileSystem = new EfsFileSystem(this, "Resource", {
      creationToken: shortened(name, 64),
      encrypted: true,
      kmsKeyId: props.kmsKeyId,
      availabilityZoneName: props.oneZone,
      performanceMode: props.performanceMode ?? "generalPurpose",
      throughputMode: props.throughputMode ?? "elastic",
      provisionedThroughputInMibps: props.provisionedThroughputMibps,
      lifecyclePolicy: lifecyclePolicies(props.lifecycle),
      tags: { Name: name },
      lifecycle: { preventDestroy: true },
    });
    this.fileSystemId = fileSystem.id;
    this.fileSystemArn = fileSystem.arn;
    this.access = new MountTargetAccess(this, "Access", { vpcId: network.vpcId, name });
    this.policy = new FileSystemPolicy(this, "Policy", fileSystem);
    new EfsBackupPolicy(this, "BackupPolicy", {
      fileSystemId: fileSystem.id,
      backupPolicy: { status: (props.backup ?? true) ? "ENABLED" : "DISABLED" },
    });
    if (props.replication) new Replication(this, "Replication", fileSystem.id, props.replication);
    this.mountTargets = Object.fromEntries(
      Object.entries(network.privateSubnets)
        .filter(([zone]) => props.oneZone === undefined || zone === props.oneZone)
        .map(([zone, { subnetId }]) => [
          zone,
          new EfsMountTarget(this, zone, {
            fileSystemId: fileSystem.id,
            subnetId,
            securityGroups: [this.access.mountTargetSecurityGroupId],
          }),
        ]),
    );
    this.mountable = [...Object.values(this.mountTargets), this.policy.resource];
    this.accessPointScope = new Construct(this, "AccessPoints");
  }

  addAccessPoint(id: string, props: SharedAccessPointProps): EfsAccessPoint {
    const accessPoint = newAccessPoint(this.accessPointScope, id, this.fileSystemId, props);
    if (props.anonymousAccess) this.policy.admitThrough(accessPoint, props.anonymousAccess);
    return accessPoint;
  }

  /** Adds a statement to the file system policy. */
  addPolicyStatement(statement: Omit<PolicyStatement, "Resource">): void {
    this.policy.add(statement);
  }
}

/** EFS requires one transition per block (EFS-14). */
function lifecyclePolicies(lifecycle: LifecycleProps = {}): EfsFileSystemLifecyclePolicy[] {
  return Object.entries(lifecycle)
    .filter(([, value]) => value !== undefined)
    .map(([transition, value]) => ({ [transition]: value }));
}
