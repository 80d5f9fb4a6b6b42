import { ACMClient, RequestCertificateCommand } from "@aws-sdk/client-acm";
import {
  AssociateDhcpOptionsCommand,
  AssociateRouteTableCommand,
  CreateDhcpOptionsCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";

import { exampleNamed } from "../support/examples";
import { type File } from "../support/variants";
import { account } from "./account";
import { Emulator } from "./emulator/emulator";
import { appsAccount, deployable, networkAccount } from "./organization";
import { expectExit, Project } from "./project";

/** An example of a network that exists already: what it adopts is created first, as its owners would have. */
describe("an existing network", () => {
  let emulator: Emulator;
  let project: Project | undefined;

  // An organization is created once per emulator.
  beforeEach(async () => {
    emulator = await Emulator.start();
  });

  afterEach(() => {
    project?.dispose();
    project = undefined;
    emulator.stop();
  });

  test("adopted-network is deployed, and second plans are empty", async () => {
    const example = await deployable(emulator, exampleNamed("adopted-network"));
    const ids = { ...(await sharedVpc(emulator)), ...(await workloadVpc(emulator)) };
    const file = withIds(example, { ...ids, ...(await certificate(emulator, example)) });
    await deployAll(file, "vpc-apps", "ecs-web");
  }, 900_000);

  async function deployAll(file: File, ...stacks: readonly string[]): Promise<void> {
    project = new Project(emulator, file);
    expectExit(await project.synth(), 0);
    for (const stack of ["shared-network", ...stacks]) {
      expectExit(await project.init(stack), 0);
      expectExit(await project.apply(stack), 0);
      expectExit(await project.plan(stack), 0);
    }
  }
});

/** The file with other ids: an emulator, like AWS, assigns them. */
function withIds(file: File, ids: Readonly<Record<string, string>>): File {
  const text = Object.entries(ids).reduce(
    (written, [example, id]) => written.replaceAll(`"${example}"`, `"${id}"`),
    JSON.stringify(file),
  );
  return JSON.parse(text) as File;
}

async function certificate(emulator: Emulator, file: File): Promise<Record<string, string>> {
  const [example = ""] = /arn:aws:acm:[^"]+/.exec(JSON.stringify(file)) ?? [];
  const { CertificateArn: issued = "" } = await new ACMClient(await account(emulator, appsAccount)).send(
    new RequestCertificateCommand({ DomainName: "www.example.com" }),
  );
  return { [example]: issued };
}

async function vpcOf(ec2: EC2Client, range: string): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: range }));
  const VpcId = Vpc!.VpcId!;
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsSupport: { Value: true } }));
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  return VpcId;
}

async function subnetOf(ec2: EC2Client, VpcId: string, zone: string, CidrBlock: string): Promise<string> {
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: `us-east-1${zone}` }),
  );
  return Subnet!.SubnetId!;
}

async function sharedVpc(emulator: Emulator): Promise<Record<string, string>> {
  const ec2 = new EC2Client(await account(emulator, networkAccount));
  const vpc = await vpcOf(ec2, "10.0.0.0/22");
  return {
    "vpc-0aaaaaaaaaaaaaaa0": vpc,
    "subnet-0aaaaaaaaaaaaaaa0": await subnetOf(ec2, vpc, "a", "10.0.0.0/24"),
    "subnet-0aaaaaaaaaaaaaaa1": await subnetOf(ec2, vpc, "b", "10.0.1.0/24"),
  };
}

async function workloadVpc(emulator: Emulator): Promise<Record<string, string>> {
  const ec2 = new EC2Client(await account(emulator, appsAccount));
  const VpcId = await vpcOf(ec2, "10.10.0.0/16");
  const { DhcpOptions } = await ec2.send(
    new CreateDhcpOptionsCommand({
      DhcpConfigurations: [{ Key: "domain-name-servers", Values: ["AmazonProvidedDNS"] }],
    }),
  );
  await ec2.send(new AssociateDhcpOptionsCommand({ VpcId, DhcpOptionsId: DhcpOptions!.DhcpOptionsId }));
  const subnets = {
    "subnet-0bbbbbbbbbbbbbbb0": await subnetOf(ec2, VpcId, "a", "10.10.1.0/24"),
    "subnet-0bbbbbbbbbbbbbbb1": await subnetOf(ec2, VpcId, "b", "10.10.2.0/24"),
    "subnet-0bbbbbbbbbbbbbbb8": await subnetOf(ec2, VpcId, "a", "10.10.8.0/24"),
    "subnet-0bbbbbbbbbbbbbbb9": await subnetOf(ec2, VpcId, "b", "10.10.9.0/24"),
  };
  const tables: string[] = [];
  for (const SubnetId of Object.values(subnets).slice(0, 2)) {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const RouteTableId = RouteTable!.RouteTableId!;
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    tables.push(RouteTableId);
  }
  const service = (name: string) => `com.amazonaws.us-east-1.${name}`;
  await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId,
      ServiceName: service("s3"),
      VpcEndpointType: "Gateway",
      RouteTableIds: tables,
    }),
  );
  for (const name of ["ecr.api", "ecr.dkr", "logs"]) {
    await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        ServiceName: service(name),
        VpcEndpointType: "Interface",
        PrivateDnsEnabled: true,
        SubnetIds: Object.values(subnets).slice(0, 2),
      }),
    );
  }
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: "database", Description: "database" }),
  );
  return {
    "vpc-0bbbbbbbbbbbbbbb0": VpcId,
    ...subnets,
    "rtb-0bbbbbbbbbbbbbbb0": tables[0]!,
    "rtb-0bbbbbbbbbbbbbbb1": tables[1]!,
    "sg-0bbbbbbbbbbbbbbb5": GroupId!,
  };
}
