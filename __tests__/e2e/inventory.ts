import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { DescribeClustersCommand, ECSClient, ListClustersCommand } from "@aws-sdk/client-ecs";
import {
  DescribeAccessPointsCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
} from "@aws-sdk/client-efs";
import { GetResourceSharesCommand, RAMClient } from "@aws-sdk/client-ram";

import { type AccountClient } from "./account";
import { listOf } from "./route53resolver";

/** Ids of created resources in an account, from its APIs: resources that cost money or are in the way if left over. */
export async function inventory(account: AccountClient): Promise<string[]> {
  const ids = await Promise.all([
    network(account),
    files(account),
    resolver(account),
    shares(account),
    clusters(account),
  ]);
  return ids.flat().filter((id) => id !== undefined);
}

/** Without the resources that every account has by default. */
async function network(account: AccountClient): Promise<(string | undefined)[]> {
  const ec2 = new EC2Client(account);
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const vpcs = Vpcs.filter(({ IsDefault }) => !IsDefault).map(({ VpcId }) => VpcId);
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
  const made = <T extends { VpcId?: string }>(list: T[]) => list.filter(({ VpcId }) => vpcs.includes(VpcId));
  return [
    ...vpcs,
    ...made(Subnets).map(({ SubnetId }) => SubnetId),
    ...made(RouteTables)
      .filter(({ Associations = [] }) => !Associations.some(({ Main }) => Main))
      .map(({ RouteTableId }) => RouteTableId),
    ...made(SecurityGroups)
      .filter(({ GroupName }) => GroupName !== "default")
      .map(({ GroupId }) => GroupId),
    ...made(VpcEndpoints).map(({ VpcEndpointId }) => VpcEndpointId),
  ];
}

async function files(account: AccountClient): Promise<(string | undefined)[]> {
  const efs = new EFSClient(account);
  const { FileSystems = [] } = await efs.send(new DescribeFileSystemsCommand({}));
  const ids = FileSystems.map(({ FileSystemId }) => FileSystemId);
  const inEach = ids.map(async (FileSystemId) => {
    const { MountTargets = [] } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId }));
    const { AccessPoints = [] } = await efs.send(new DescribeAccessPointsCommand({ FileSystemId }));
    return [...MountTargets.map((each) => each.MountTargetId), ...AccessPoints.map((each) => each.AccessPointId)];
  });
  return [...ids, ...(await Promise.all(inEach)).flat()];
}

async function resolver(account: AccountClient): Promise<(string | undefined)[]> {
  const rules = await listOf(account, "ResolverRules");
  const own = rules.filter(({ ShareStatus }) => ShareStatus !== "SHARED_WITH_ME");
  return [...(await listOf(account, "ResolverEndpoints")), ...own].map(({ Id }) => Id);
}

async function shares(account: AccountClient): Promise<(string | undefined)[]> {
  const ram = new RAMClient(account);
  const { resourceShares = [] } = await ram.send(new GetResourceSharesCommand({ resourceOwner: "SELF" }));
  return resourceShares.filter(({ status }) => status === "ACTIVE").map(({ resourceShareArn }) => resourceShareArn);
}

async function clusters(account: AccountClient): Promise<(string | undefined)[]> {
  const ecs = new ECSClient(account);
  const { clusterArns } = await ecs.send(new ListClustersCommand({}));
  const { clusters = [] } = await ecs.send(new DescribeClustersCommand({ clusters: clusterArns }));
  // A deleted one is listed as inactive for a while.
  return clusters.filter(({ status }) => status !== "INACTIVE").map(({ clusterArn }) => clusterArn);
}
