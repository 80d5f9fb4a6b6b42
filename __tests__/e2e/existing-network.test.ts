import { ACMClient, RequestCertificateCommand } from "@aws-sdk/client-acm";
import { EC2Client } from "@aws-sdk/client-ec2";

import { exampleNamed } from "../support/examples";
import { type File } from "../support/variants";
import { account } from "./account";
import { Emulator } from "./emulator/emulator";
import { amazonProvidedDns, endpointsOf, routeTableOf, securityGroupOf, subnetOf, vpcOf, withIds } from "./existing";
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

async function certificate(emulator: Emulator, file: File): Promise<Record<string, string>> {
  const [example = ""] = /arn:aws:acm:[^"]+/.exec(JSON.stringify(file)) ?? [];
  const { CertificateArn: issued = "" } = await new ACMClient(await account(emulator, appsAccount)).send(
    new RequestCertificateCommand({ DomainName: "www.example.com" }),
  );
  return { [example]: issued };
}

function subnetsOf(ec2: EC2Client, VpcId: string) {
  return (zone: string, CidrBlock: string) => subnetOf(ec2, { VpcId, AvailabilityZone: `us-east-1${zone}`, CidrBlock });
}

async function sharedVpc(emulator: Emulator): Promise<Record<string, string>> {
  const ec2 = new EC2Client(await account(emulator, networkAccount));
  const vpc = await vpcOf(ec2, "10.0.0.0/22");
  const subnet = subnetsOf(ec2, vpc);
  return {
    "vpc-0aaaaaaaaaaaaaaa0": vpc,
    "subnet-0aaaaaaaaaaaaaaa0": await subnet("a", "10.0.0.0/24"),
    "subnet-0aaaaaaaaaaaaaaa1": await subnet("b", "10.0.1.0/24"),
  };
}

async function workloadVpc(emulator: Emulator): Promise<Record<string, string>> {
  const ec2 = new EC2Client(await account(emulator, appsAccount));
  const VpcId = await vpcOf(ec2, "10.10.0.0/16");
  const subnet = subnetsOf(ec2, VpcId);
  await amazonProvidedDns(ec2, VpcId);
  const subnets = {
    "subnet-0bbbbbbbbbbbbbbb0": await subnet("a", "10.10.1.0/24"),
    "subnet-0bbbbbbbbbbbbbbb1": await subnet("b", "10.10.2.0/24"),
    "subnet-0bbbbbbbbbbbbbbb8": await subnet("a", "10.10.8.0/24"),
    "subnet-0bbbbbbbbbbbbbbb9": await subnet("b", "10.10.9.0/24"),
  };
  const [first, second] = Object.values(subnets) as [string, string];
  const tables = [await routeTableOf(ec2, VpcId, first), await routeTableOf(ec2, VpcId, second)];
  await endpointsOf(ec2, VpcId, [first, second], tables);
  return {
    "vpc-0bbbbbbbbbbbbbbb0": VpcId,
    ...subnets,
    "rtb-0bbbbbbbbbbbbbbb0": tables[0]!,
    "rtb-0bbbbbbbbbbbbbbb1": tables[1]!,
    "sg-0bbbbbbbbbbbbbbb5": await securityGroupOf(ec2, VpcId, "database"),
  };
}
