/** The file systems with mount targets in a VPC, as EFS describes them. */
import { type EFSClient } from "@aws-sdk/client-efs";

import { type Observed, type ObservedMountTarget } from "../observed";
import { all, labelOf } from "./network";
import { type Sdk } from "./sdk";

export type LiveStorage = Pick<Observed, "fileSystems" | "mountTargets" | "accessPoints"> & {
  readonly withoutPolicy: ReadonlySet<string>;
};

export const noStorage: LiveStorage = { fileSystems: [], mountTargets: [], accessPoints: [], withoutPolicy: new Set() };

export async function storageOf({ efs }: Sdk, client: EFSClient, vpcId: string): Promise<LiveStorage> {
  const described = await all(efs.paginateDescribeFileSystems({ client }, {}), ({ FileSystems }) => FileSystems);
  const found: { -readonly [Name in keyof LiveStorage]: LiveStorage[Name] } = { ...noStorage };
  for (const { FileSystemId: id, Tags, AvailabilityZoneName: zone } of described) {
    if (id === undefined) continue;
    const targets = await mountTargetsOf(efs, client, id, vpcId);
    if (targets.length === 0) continue;
    found.fileSystems = [...found.fileSystems, { id, label: labelOf(Tags), zone }];
    found.mountTargets = [...found.mountTargets, ...targets];
    found.accessPoints = [...found.accessPoints, ...(await accessPointsOf(efs, client, id))];
    if (!(await hasPolicy(efs, client, id))) found.withoutPolicy = new Set([...found.withoutPolicy, id]);
  }
  return found;
}

async function mountTargetsOf(
  efs: Sdk["efs"],
  client: EFSClient,
  FileSystemId: string,
  vpcId: string,
): Promise<ObservedMountTarget[]> {
  const described = await all(
    efs.paginateDescribeMountTargets({ client }, { FileSystemId }),
    ({ MountTargets }) => MountTargets,
  );
  const found: ObservedMountTarget[] = [];
  for (const { MountTargetId: id, SubnetId: subnet, VpcId, AvailabilityZoneName: zone } of described) {
    if (VpcId !== vpcId || id === undefined || subnet === undefined) continue;
    const { SecurityGroups = [] } = await client.send(
      new efs.DescribeMountTargetSecurityGroupsCommand({ MountTargetId: id }),
    );
    found.push({ id, fileSystem: FileSystemId, subnet, zone, securityGroups: SecurityGroups });
  }
  return found;
}

async function accessPointsOf(
  efs: Sdk["efs"],
  client: EFSClient,
  FileSystemId: string,
): Promise<Observed["accessPoints"]> {
  const described = await all(
    efs.paginateDescribeAccessPoints({ client }, { FileSystemId }),
    ({ AccessPoints }) => AccessPoints,
  );
  return described.flatMap(({ AccessPointId: id, RootDirectory }) =>
    id === undefined ? [] : [{ id, fileSystem: FileSystemId, path: RootDirectory?.Path }],
  );
}

/** Without a policy, every client may mount and write (EFS-09). */
async function hasPolicy(efs: Sdk["efs"], client: EFSClient, FileSystemId: string): Promise<boolean> {
  try {
    await client.send(new efs.DescribeFileSystemPolicyCommand({ FileSystemId }));
    return true;
  } catch (error) {
    return !(error instanceof Error && error.name === "PolicyNotFound");
  }
}
