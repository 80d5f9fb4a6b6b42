import { copyFileSync } from "node:fs";

import { ACMClient, RequestCertificateCommand } from "@aws-sdk/client-acm";

import { exampleFolders, exampleNamed, exampleNames } from "../support/examples";
import { type File } from "../support/variants";
import { account } from "./account";
import { Emulator } from "./emulator/emulator";
import { appsAccount, assumeRoles, deployable } from "./organization";
import { expectExit, Project } from "./project";

/** Folders of examples/ that the emulator can't deploy, with the reason. */
const notHeld: Readonly<Record<string, string>> = {
  "central-endpoints": "needs central endpoints in the shared network, which is that of another example here",
  "central-egress": "adopts a VPC and file systems by id: central-egress.test.ts",
  "many-accounts": "has a second shared network, and a KMS key, roles and a transit gateway of its own",
  "adopted-network": "adopts VPCs, subnets and endpoints by id: existing-network.test.ts",
};

/** Not an organization file but other teams' Terraform, which its own test applies. */
const elsewhere = ["consumer"];

/** An example in its own account, so that all of them fit in one emulator. */
async function inAccount(emulator: Emulator, file: File, id: string): Promise<File> {
  const own = JSON.stringify(file).replaceAll(appsAccount, id);
  const [certificate] = /arn:aws:acm:[^"]+/.exec(own) ?? [];
  if (!certificate) return JSON.parse(own) as File;
  // AWS refuses a listener until its certificate exists; the provider retries for five minutes.
  const { CertificateArn: issued = "" } = await new ACMClient(await account(emulator, id)).send(
    new RequestCertificateCommand({ DomainName: "www.example.com" }),
  );
  return JSON.parse(own.replaceAll(certificate, issued)) as File;
}

describe("the examples", () => {
  let emulator: Emulator;
  let network: Project;
  let organizationArn: string | undefined;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const file = await deployable(emulator, exampleNamed("dns-cache"));
    organizationArn = file.organizationArn;
    network = new Project(emulator, file);
    expectExit(await network.synth(), 0);
    expectExit(await network.init("shared-network"), 0);
    expectExit(await network.apply("shared-network"), 0);
  });

  afterAll(() => {
    emulator.stop();
    network.dispose();
  });

  test("are each deployed here or listed with the reason why not", () => {
    expect([...deployed, ...Object.keys(notHeld), ...elsewhere].sort()).toEqual([...exampleFolders].sort());
  });

  const deployed = exampleNames.filter((name) => !(name in notHeld));

  test.each(deployed)("%s is deployed, and second plans are empty", async (name) => {
    // Much of a deployment is waiting for AWS, so the next one starts in the meantime.
    const next = deployed[deployed.indexOf(name) + 1];
    const own = deployment(name);
    if (next) deployment(next).catch(() => undefined);
    await own;
  });

  const deployments = new Map<string, Promise<void>>();

  function deployment(name: string): Promise<void> {
    const started = deployments.get(name) ?? deploy(name);
    deployments.set(name, started);
    return started;
  }

  async function deploy(name: string): Promise<void> {
    const file = await inAccount(emulator, exampleNamed(name), `2222222222${10 + exampleNames.indexOf(name)}`);
    file.organizationArn = organizationArn;
    assumeRoles(file);
    const project = new Project(emulator, file);
    try {
      copyFileSync(network.stateFile("shared-network"), project.stateFile("shared-network"));
      expectExit(await project.synth(), 0);
      await applied(project, "vpc-apps");
      const workloads = Object.entries(file.workloads ?? {}).map(([workload, { platform }]) =>
        platform === "eks-fargate" ? `eks-${workload}` : `ecs-${workload}`,
      );
      await Promise.all(workloads.map((stack) => applied(project, stack)));
    } finally {
      project.dispose();
    }
  }
});

async function applied(project: Project, stack: string): Promise<void> {
  expectExit(await project.init(stack), 0);
  expectExit(await project.apply(stack), 0);
  expectExit(await project.plan(stack), 0);
}
