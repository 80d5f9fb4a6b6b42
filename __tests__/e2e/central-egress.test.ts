import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateClusterCommand, ECSClient } from "@aws-sdk/client-ecs";
import { CreateFileSystemCommand, CreateMountTargetCommand, EFSClient } from "@aws-sdk/client-efs";

import { exampleNamed } from "../support/examples";
import { account } from "./account";
import { Emulator } from "./emulator/emulator";
import { amazonProvidedDns, endpointsOf, routeTableOf, securityGroupOf, subnetOf, vpcOf, withIds } from "./existing";
import { appsAccount, deployable } from "./organization";
import { expectExit, Project } from "./project";

/** The example with central egress, dual-stack VPCs and a Route 53 Profile: what it adopts is created first. */
describe("central egress", () => {
  let emulator: Emulator;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const example = await deployable(emulator, exampleNamed("central-egress"));
    const ids = { ...(await reportsVpc(emulator)), ...(await transitGateway(example)) };
    const ecs = new ECSClient(await account(emulator, appsAccount));
    await ecs.send(new CreateClusterCommand({ clusterName: "platform" }));
    project = new Project(emulator, withIds(example, { ...ids, ...(await contentFileSystem(emulator)) }));
    expectExit(await project.synth(), 0);
  });

  afterAll(() => {
    project.dispose();
    emulator.stop();
  });

  test("is deployed, and second plans are empty", async () => {
    await applied("shared-network");
    await Promise.all([applied("vpc-apps"), applied("vpc-reports")]);
    await Promise.all([applied("ecs-web"), applied("ecs-reports")]);
  }, 900_000);

  async function applied(stack: string): Promise<void> {
    expectExit(await project.init(stack), 0);
    expectExit(await project.apply(stack), 0);
    expectExit(await project.plan(stack), 0);
  }
});

/** The transit gateway that `deployable` created, in place of the example's. */
async function transitGateway(file: Awaited<ReturnType<typeof deployable>>): Promise<Record<string, string>> {
  const { vpc } = file.sharedNetwork;
  return { "tgw-0123456789abcdef0": "transitGateway" in vpc ? vpc.transitGateway! : "" };
}

async function contentFileSystem(emulator: Emulator): Promise<Record<string, string>> {
  const efs = new EFSClient(await account(emulator, appsAccount));
  const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: "content" }));
  return { "fs-0123456789abcdef0": FileSystemId! };
}

/** A dual-stack VPC with endpoints, and a file system with a mount target in both zones. */
async function reportsVpc(emulator: Emulator): Promise<Record<string, string>> {
  const settings = await account(emulator, appsAccount);
  const ec2 = new EC2Client(settings);
  const efs = new EFSClient(settings);
  const VpcId = await vpcOf(ec2, "10.20.0.0/16", true);
  await amazonProvidedDns(ec2, VpcId);
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
  const block = Vpcs![0]!.Ipv6CidrBlockAssociationSet![0]!.Ipv6CidrBlock!;
  const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: "archive" }));
  const group = await securityGroupOf(ec2, VpcId, "archive");
  const ids: Record<string, string> = {};
  for (const [index, zone] of ["a", "b"].entries()) {
    const subnet = await subnetOf(ec2, {
      VpcId,
      AvailabilityZone: `us-east-1${zone}`,
      CidrBlock: `10.20.${index + 1}.0/24`,
      Ipv6CidrBlock: block.replace("00::/56", `0${index + 1}::/64`),
    });
    const { MountTargetId } = await efs.send(
      new CreateMountTargetCommand({ FileSystemId, SubnetId: subnet, SecurityGroups: [group] }),
    );
    ids[`subnet-0bbbbbbbbbbbbbbb${index}`] = subnet;
    ids[`rtb-0bbbbbbbbbbbbbbb${index}`] = await routeTableOf(ec2, VpcId, subnet);
    ids[`fsmt-0bbbbbbbbbbbbbbb${index}`] = MountTargetId!;
  }
  const of = (prefix: string) =>
    Object.keys(ids)
      .filter((id) => id.startsWith(prefix))
      .map((id) => ids[id]!);
  await endpointsOf(ec2, VpcId, of("subnet"), of("rtb"));
  return {
    ...ids,
    "vpc-0bbbbbbbbbbbbbbb0": VpcId,
    "fs-0bbbbbbbbbbbbbbb0": FileSystemId!,
    "sg-0bbbbbbbbbbbbbbb0": group,
  };
}
