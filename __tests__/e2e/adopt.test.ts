import { EC2Client } from "@aws-sdk/client-ec2";
import { CreateFileSystemCommand, CreateMountTargetCommand, EFSClient } from "@aws-sdk/client-efs";
import { parse } from "yaml";

import { type Report } from "../../proof/verdict";
import { account } from "./account";
import { Emulator } from "./emulator/emulator";
import { amazonProvidedDns, endpointsOf, routeTableOf, securityGroupOf, subnetOf, vpcOf } from "./existing";
import { appsAccount, smallOrganization } from "./organization";
import { expectExit, Project } from "./project";

/** A VPC that its owners built by hand is read from AWS, adopted, deployed, and proved with what was read. */
describe("adopt --live", () => {
  let emulator: Emulator;
  let project: Project | undefined;

  beforeAll(async () => {
    emulator = await Emulator.start();
  });

  afterAll(() => {
    project?.dispose();
    emulator.stop();
  });

  test("adds an existing VPC to the file, which is deployed and proved, and a second plan is empty", async () => {
    const file = await smallOrganization(emulator);
    delete file.workloadVpcs;
    delete file.workloads;
    const existing = await network(emulator);
    project = new Project(emulator, file);
    const { credentials } = await account(emulator, appsAccount);
    const environment = {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    };
    const adopt = (...args: string[]) => project!.mountpath(environment, "adopt", ...args);

    const missing = await adopt("vpc-0123456789abcdef0", "--live");
    expect([missing.exitCode, missing.stdout]).toEqual([2, ""]);
    expect(missing.output).toContain(`AWS in us-east-1 has no VPC vpc-0123456789abcdef0`);
    expect(missing.output).toContain(`${existing.vpc} (10.40.0.0/16)`);

    const printed = await adopt(existing.vpc, "--live", "--name", "legacy");
    expectExit(printed, 0);
    const { workloadVpcs, assume } = parse(printed.stdout) as {
      workloadVpcs: Record<string, unknown>;
      assume: { statement: string; reason: string }[];
    };
    const { vpc, tables, privateSubnets, fileSystem, mountTargets, group } = existing;
    expect(workloadVpcs).toEqual({
      legacy: {
        account: "apps",
        vpc: {
          id: vpc,
          cidr: "10.40.0.0/16",
          privateSubnets: {
            "us-east-1a": { id: privateSubnets[0], routeTable: tables[0], cidr: "10.40.1.0/24" },
            "us-east-1b": { id: privateSubnets[1], routeTable: tables[1], cidr: "10.40.2.0/24" },
          },
          internet: "none",
          dhcpOptions: "keep",
          existingEndpoints: ["ecr.api", "ecr.dkr", "logs", "s3"],
        },
        fileSystems: {
          [fileSystem]: {
            id: fileSystem,
            mountTargets: { "us-east-1a": mountTargets[0], "us-east-1b": mountTargets[1] },
            securityGroup: group,
          },
        },
      },
    });
    expect(assume.map(({ statement }) => statement)).toEqual([
      "no-other-resolver-rules",
      "network-acls-allow-all",
      "file-system-policy-allows-clients",
    ]);

    expectExit(await adopt(existing.vpc, "--live", "--name", "legacy", "--into", "organization.yaml"), 0);
    project.append(workload(fileSystem));
    expectExit(await project.synth(), 0);
    for (const stack of ["shared-network", "vpc-legacy"]) {
      expectExit(await project.init(stack), 0);
      expectExit(await project.apply(stack), 0);
      expectExit(await project.plan(stack), 0);
    }
    const { paths } = JSON.parse((await project.prove("--format", "json")).stdout) as Report;
    expect(paths).toHaveLength(2);
    for (const path of paths) {
      const open = path.hops.filter(({ verdict }) => verdict !== "passes").map(({ hop }) => hop);
      // The emulator's default security group lets nothing in from the VPC's range, so the endpoints are not known to be open.
      expect(open).toEqual(["image", "logs"]);
    }
  }, 900_000);
});

/** Two zones with tables of their own, endpoints, and a file system with a mount target in each zone. */
async function network(emulator: Emulator) {
  const client = await account(emulator, appsAccount);
  const [ec2, efs] = [new EC2Client(client), new EFSClient(client)];
  const VpcId = await vpcOf(ec2, "10.40.0.0/16");
  await amazonProvidedDns(ec2, VpcId);
  const subnet = (zone: string, CidrBlock: string) =>
    subnetOf(ec2, { VpcId, AvailabilityZone: `us-east-1${zone}`, CidrBlock });
  const privateSubnets = [await subnet("a", "10.40.1.0/24"), await subnet("b", "10.40.2.0/24")];
  const tables: string[] = [];
  for (const one of privateSubnets) tables.push(await routeTableOf(ec2, VpcId, one));
  await endpointsOf(ec2, VpcId, privateSubnets, tables);
  const group = await securityGroupOf(ec2, VpcId, "nfs");
  const { FileSystemId: fileSystem = "" } = await efs.send(new CreateFileSystemCommand({ CreationToken: "legacy" }));
  const mountTargets: string[] = [];
  for (const SubnetId of privateSubnets) {
    const made = await efs.send(
      new CreateMountTargetCommand({ FileSystemId: fileSystem, SubnetId, SecurityGroups: [group] }),
    );
    mountTargets.push(made.MountTargetId ?? "");
  }
  return { vpc: VpcId, tables, privateSubnets, fileSystem, mountTargets, group };
}

function workload(fileSystem: string): string {
  return `
workloads:
  web:
    platform: ecs-fargate
    vpc: legacy
    services:
      nginx:
        image: ${appsAccount}.dkr.ecr.us-east-1.amazonaws.com/nginx:1
        cpu: 256
        memory: 512
        desiredCount: 1
        mounts: { /srv: { fileSystem: ${fileSystem}, readOnly: true } }
`;
}
