import { rmSync } from "node:fs";
import { join } from "node:path";

import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";

import { type File } from "../support/variants";
import { account } from "./account";
import { Emulator } from "./emulator/emulator";
import { appsAccount, networkAccount, smallOrganization } from "./organization";
import { expectExit, Project, type StartedCommand } from "./project";

const bucket = "example-terraform-state";
const role = (id: string) => `arn:aws:iam::${id}:role/terraform`;
const alone = "--ignore-missing-stack-dependencies";

/** The tests depend on each other, in this order: from local files to a bucket, and back. */
describe("states", () => {
  let emulator: Emulator;
  let file: File;
  let project: Project;
  let network: S3Client;
  let apps: S3Client;

  beforeAll(async () => {
    emulator = await Emulator.start();
    file = await smallOrganization(emulator);
    project = new Project(emulator, file);
    network = new S3Client(await account(emulator, networkAccount));
    apps = new S3Client(await account(emulator, appsAccount));
    expectExit(await project.deploy("shared-network", "vpc-apps"), 0);
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  async function keys(): Promise<string[]> {
    const { Contents: objects = [] } = await apps.send(new ListObjectsV2Command({ Bucket: bucket }));
    return objects.map(({ Key = "" }) => Key).sort();
  }

  test("are in a bucket that a stack of its own creates", async () => {
    file.state = {
      backend: "s3",
      bucket,
      account: "network",
      roles: { network: role(networkAccount), apps: role(appsAccount) },
    };
    project.write(file);
    expectExit(await project.deploy("state-bucket"), 0);
    expectExit(await project.plan("state-bucket"), 0);
  });

  test("their bucket is versioned, encrypted, closed to the public and to plain HTTP", async () => {
    const { Status } = await network.send(new GetBucketVersioningCommand({ Bucket: bucket }));
    expect(Status).toBe("Enabled");
    const { ServerSideEncryptionConfiguration: encryption } = await network.send(
      new GetBucketEncryptionCommand({ Bucket: bucket }),
    );
    expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: "AES256" });
    const { PublicAccessBlockConfiguration } = await network.send(new GetPublicAccessBlockCommand({ Bucket: bucket }));
    expect(PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const { Policy = "" } = await network.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect((JSON.parse(Policy) as { Statement: unknown[] }).Statement).toContainEqual({
      Sid: "RefusePlainHttp",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: ["s3:*"],
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  test("are moved by cdktf only on request", async () => {
    expect(expectExit(await project.deploy("shared-network"), 1)).toContain("Error: Backend configuration changed");
    expect(await keys()).toEqual([]);
    expectExit(await project.deploy("shared-network", "--migrate-state"), 0);
    expect(await keys()).toEqual(["example/shared-network.tfstate"]);
    expect(project.idsInState("shared-network")).not.toEqual([]);
    expectExit(await project.plan("shared-network"), 0);
  });

  test("are empty for a stack with a new folder; its state is pushed by hand", async () => {
    rmSync(join(project.stackFolder("vpc-apps"), ".terraform"), { recursive: true });
    expectExit(await project.init("vpc-apps"), 0);
    expect(expectExit(await project.plan("vpc-apps"), 2)).not.toContain("0 to add");
    expectExit(await project.terraform("vpc-apps", "state", "push", project.stateFile("vpc-apps")), 0);
    expectExit(await project.plan("vpc-apps"), 0);
    expect(await keys()).toEqual(["example/shared-network.tfstate", "example/vpc-apps.tfstate"]);
  });

  test("can be read by a role if its stacks own or read them, and written only if its stacks own them", async () => {
    const from = (client: S3Client, stack: string) =>
      client.send(new GetObjectCommand({ Bucket: bucket, Key: `example/${stack}.tfstate` }));
    const to = (client: S3Client, stack: string) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: `example/${stack}.tfstate`, Body: "{}" }));
    await expect(from(apps, "vpc-apps")).resolves.toBeDefined();
    await expect(from(apps, "shared-network")).resolves.toBeDefined();
    await expect(to(apps, "shared-network")).rejects.toThrow("Access Denied");
    await expect(from(network, "vpc-apps")).rejects.toThrow("Access Denied");
    await expect(to(network, "vpc-apps")).rejects.toThrow("Access Denied");
    await expect(to(apps, "of-somebody-else")).rejects.toThrow("Access Denied");
  });

  /** A deploy that holds its lock and hangs in an AWS call until `release` is called. */
  async function hangingDeploy(): Promise<{ deploy: StartedCommand; release: () => void }> {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const reached = new Promise<void>((resolve) => {
      emulator.proxy.faults.add(async ({ action }) => {
        if (action !== "DescribeVpcs") return undefined;
        resolve();
        await released;
        return undefined;
      });
    });
    const deploy = project.start("cdktf", ["deploy", "vpc-apps", alone, "--auto-approve", "--skip-provider-lock"]);
    await Promise.race([reached, deploy.ended]);
    return { deploy, release: () => (emulator.proxy.faults.clear(), release()) };
  }

  test("a second deploy during a first is refused, names who holds the lock, and changes nothing", async () => {
    const second = new Project(emulator, file);
    const { deploy, release } = await hangingDeploy();
    try {
      expect(await keys()).toContain("example/vpc-apps.tfstate.tflock");
      const refused = expectExit(await second.deploy("vpc-apps", alone), 1);
      expect(refused).toContain("Error acquiring the state lock");
      expect(refused).toMatch(/Path: +example-terraform-state\/example\/vpc-apps\.tfstate\n/);
      expect(refused).toMatch(/Operation: +OperationTypeApply\n/);
      expect(refused).toMatch(/Who: +\S+@\S+\n/);
      release();
      expectExit(await deploy.ended, 0);
      expect(await keys()).toEqual(["example/shared-network.tfstate", "example/vpc-apps.tfstate"]);
      expectExit(await second.plan("vpc-apps"), 0);
    } finally {
      release();
      deploy.kill();
      second.dispose();
    }
  });

  test("a lock whose deploy was killed stays until it is force-unlocked by its id", async () => {
    const { deploy, release } = await hangingDeploy();
    deploy.kill();
    await deploy.ended;
    release();
    const refused = expectExit(await project.plan("vpc-apps"), 1);
    const [, id = ""] = /ID: +([0-9a-f-]{36})/.exec(refused) ?? [];
    expectExit(await project.terraform("vpc-apps", "force-unlock", "-force", id), 0);
    expectExit(await project.plan("vpc-apps"), 0);
  });

  test("plans after moving back to local files are empty", async () => {
    file.state = { backend: "local" };
    project.write(file);
    expectExit(await project.synth(), 0);
    for (const stack of ["shared-network", "vpc-apps"]) {
      expectExit(await project.init(stack, "-migrate-state", "-force-copy"), 0);
      expectExit(await project.plan(stack), 0);
    }
  });
});
