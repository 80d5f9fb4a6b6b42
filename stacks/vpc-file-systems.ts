import { type EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { type Construct } from "constructs";

import { type ExistingFileSystem as ExistingSettings, type NewFileSystem } from "../config/organization";
import { mapValues } from "../modules/map-values";
import { type INetwork } from "../modules/network/network";
import { ExistingFileSystem } from "../modules/storage/existing-file-system";
import { FileSystemAlarms } from "../modules/storage/file-system-alarms";
import { SharedFileSystem } from "../modules/storage/shared-file-system";
import { fileSystemStatement } from "./file-system-policy";
import { renamed } from "./formerly";

/** A file system that workloads of a VPC mount, and its access points. */
export interface WorkloadFileSystem {
  /** Its name in the file. */
  readonly name: string;
  readonly fileSystem: SharedFileSystem | ExistingFileSystem;
  readonly accessPoints: Readonly<Record<string, EfsAccessPoint>>;
}

/** @param pods how pods on EKS Fargate use its access points, by the access point's name */
export function newFileSystem(
  scope: Construct,
  id: string,
  name: string,
  network: INetwork,
  settings: NewFileSystem,
  pods: ReadonlyMap<string, "read" | "write">,
  region: string,
): WorkloadFileSystem {
  const { throughput, lifecycle, alarms } = settings;
  const made = new SharedFileSystem(scope, id, {
    name,
    network,
    oneZone: settings.oneZone,
    kmsKeyId: settings.kmsKeyId,
    performanceMode: settings.performanceMode,
    throughputMode: throughput.mode,
    provisionedThroughputMibps: throughput.mibps,
    backup: settings.backup,
    replication: settings.replication,
    lifecycle: lifecycle && {
      transitionToIa: afterDays(lifecycle.infrequentAccessAfterDays),
      transitionToArchive: afterDays(lifecycle.archiveAfterDays),
      transitionToPrimaryStorageClass: lifecycle.primaryAfterAccess ? "AFTER_1_ACCESS" : undefined,
    },
  });
  const fileSystem = renamed(made, settings.formerly);
  if (alarms) {
    new FileSystemAlarms(fileSystem, "Alarms", {
      name,
      fileSystemId: fileSystem.fileSystemId,
      burstCreditGiB: throughput.mode === "bursting" ? alarms.burstCreditGiB : undefined,
      ioLimitPercent: settings.performanceMode === "generalPurpose" ? alarms.ioLimitPercent : undefined,
      topicArn: alarms.topic,
    });
  }
  const accessPoints = mapValues(settings.accessPoints, (accessPoint, key) =>
    renamed(fileSystem.addAccessPoint(key, { ...accessPoint, anonymousAccess: pods.get(key) }), accessPoint.formerly),
  );
  for (const statement of settings.policy) {
    fileSystem.addPolicyStatement(fileSystemStatement(statement, accessPoints, region));
  }
  return { name: id, fileSystem, accessPoints };
}

/** The EFS name of a transition. */
function afterDays(days: number | undefined): string | undefined {
  if (days === undefined) return undefined;
  return days === 1 ? "AFTER_1_DAY" : `AFTER_${days}_DAYS`;
}

/** @param vpcId the id of an adopted VPC, which the file system may have mount targets in */
export function existingFileSystem(
  scope: Construct,
  id: string,
  name: string,
  network: INetwork,
  { id: fileSystemId, formerly, oneZone, mountTargets, securityGroup, accessPoints }: ExistingSettings,
  vpcId: string | undefined,
): WorkloadFileSystem {
  const named = mountTargets === "create" ? [] : Object.entries(mountTargets);
  const found = new ExistingFileSystem(scope, id, {
    name,
    network,
    fileSystemId,
    oneZone,
    mountTargetIds: Object.fromEntries(named.filter(([, target]) => target !== "create")),
    vpcId,
    securityGroupId: securityGroup,
  });
  const fileSystem = renamed(found, formerly);
  const points = mapValues(accessPoints, (accessPoint, key) =>
    renamed(fileSystem.addAccessPoint(key, accessPoint), accessPoint.formerly),
  );
  return { name: id, fileSystem, accessPoints: points };
}
