import { DataAwsEfsFileSystem } from "@cdktf/provider-aws/lib/data-aws-efs-file-system";
import { DataAwsEfsMountTarget } from "@cdktf/provider-aws/lib/data-aws-efs-mount-target";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { type EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { type Postcondition, type TerraformResource } from "cdktf";
import { Construct } from "constructs";

import { mapValues } from "../map-values";
import { type INetwork } from "../network/network";
import { type AccessPointProps, newAccessPoint } from "./access-point";
import { MountTargetAccess } from "./mount-target-access";

export interface ExistingFileSystemProps {
  /** The prefix of the security groups' names. */
  readonly name: string;
  readonly network: INetwork;
  readonly fileSystemId: string;
  /** The zone of a One Zone file system. @default Regional */
  readonly oneZone?: string;
  /** Ids of mount targets in the network by Availability Zone; the other zones get one. */
  readonly mountTargetIds: Readonly<Record<string, string>>;
  /** The id of the VPC that `mountTargetIds` are in, which a plan then checks. */
  readonly vpcId?: string;
  /** The group of the mount targets; required with `mountTargetIds`. @default one is created */
  readonly securityGroupId?: string;
}

/**
 * A file system that somebody else manages. Terraform's plan fails unless the file system and its mount targets match the
 * file; the proof relies on these conditions for what it can't see. Its policy, its backups and its settings stay as
 * they are.
 */
export class ExistingFileSystem extends Construct {
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  readonly access: MountTargetAccess;
  /** By Availability Zone. */
  readonly mountTargets: Readonly<Record<string, { readonly id: string }>>;
  /** The resources that must exist before a client mounts. */
  readonly mountable: readonly TerraformResource[];

  private readonly accessPointScope: Construct;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingFileSystemProps,
  ) {
    super(scope, id);
    const { name, network, fileSystemId, oneZone, mountTargetIds, securityGroupId } = props;
    const fileSystem = new DataAwsEfsFileSystem(this, "Resource", {
      fileSystemId,
      lifecycle: { postcondition: [isIn(fileSystemId, oneZone)] },
    });
    this.fileSystemId = fileSystem.id;
    this.fileSystemArn = fileSystem.arn;
    this.access = new MountTargetAccess(this, "Access", {
      vpcId: network.vpcId,
      name,
      mountTargetSecurityGroupId: securityGroupId,
    });
    const zones = Object.entries(network.privateSubnets).filter(([zone]) => oneZone === undefined || zone === oneZone);
    const targets = Object.fromEntries(
      zones.map(([zone, { subnetId }]) => {
        const existing = mountTargetIds[zone];
        return [zone, existing === undefined ? this.newTarget(zone, subnetId) : this.found(zone, existing)];
      }),
    );
    this.mountTargets = mapValues(targets, (target) => ({ id: target.id }));
    this.mountable = Object.values(targets).filter((target) => target instanceof EfsMountTarget);
    this.accessPointScope = new Construct(this, "AccessPoints");
  }

  addAccessPoint(id: string, props: AccessPointProps): EfsAccessPoint {
    return newAccessPoint(this.accessPointScope, id, this.fileSystemId, props);
  }

  private newTarget(zone: string, subnetId: string): EfsMountTarget {
    return new EfsMountTarget(this, zone, {
      fileSystemId: this.fileSystemId,
      subnetId,
      securityGroups: [this.access.mountTargetSecurityGroupId],
    });
  }

  private found(zone: string, mountTargetId: string): DataAwsEfsMountTarget {
    const { vpcId, fileSystemId, securityGroupId } = this.props;
    const is = (attribute: string, value: string): Postcondition => ({
      condition: `\${self.${attribute} == "${value}"}`,
      errorMessage: `${attribute} of ${mountTargetId} should be ${value}, as in the file`,
    });
    const target = new DataAwsEfsMountTarget(this, zone, {
      mountTargetId,
      lifecycle: {
        postcondition: [
          is("file_system_id", fileSystemId),
          is("availability_zone_name", zone),
          {
            condition: `\${contains(self.security_groups, "${securityGroupId}")}`,
            errorMessage: `${mountTargetId} should have the security group ${securityGroupId}, which allows the clients`,
          },
        ],
      },
    });
    new DataAwsSubnet(this, `${zone}-subnet`, {
      id: target.subnetId,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.vpc_id == "${vpcId}"}`,
            errorMessage: `${mountTargetId} should be in ${vpcId}, the VPC of its clients (EFS-04)`,
          },
        ],
      },
    });
    return target;
  }
}

/** A Regional file system has no zone. */
function isIn(fileSystemId: string, oneZone: string | undefined): Postcondition {
  if (oneZone !== undefined) {
    return {
      condition: `\${self.availability_zone_name == "${oneZone}"}`,
      errorMessage: `${fileSystemId} should be a One Zone file system in ${oneZone}, as in the file`,
    };
  }
  return {
    condition: "${try(length(self.availability_zone_name), 0) == 0}",
    errorMessage: `${fileSystemId} is a One Zone file system: set oneZone to its zone`,
  };
}
