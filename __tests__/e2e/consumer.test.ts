import { cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";

import { account, type AccountClient } from "./account";
import { Emulator } from "./emulator/emulator";
import { appsAccount, appsVpc, networkAccount, smallOrganization } from "./organization";
import { type CommandRun, expectExit, Project } from "./project";
import { listOf } from "./route53resolver";

const role = (id: string) => `arn:aws:iam::${id}:role/terraform`;

/** The variables for each way of reading outputs. */
const variables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "remote-state": {
    state_bucket: "example-terraform-state",
    state_role: role(appsAccount),
    deploy_role: role(appsAccount),
  },
  parameters: { deploy_role: role(appsAccount) },
};

/** The tests depend on each other, in this order. */
describe("another team's Terraform", () => {
  let emulator: Emulator;
  let project: Project;
  let apps: AccountClient;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const file = await smallOrganization(emulator);
    file.state = {
      backend: "s3",
      bucket: "example-terraform-state",
      account: "network",
      roles: { network: role(networkAccount), apps: role(appsAccount) },
    };
    file.publish = { ssm: "/network", shareWith: ["apps"] };
    appsVpc(file).endpoints = ["ecr.api", "ecr.dkr", "logs"];
    project = new Project(emulator, file);
    apps = await account(emulator, appsAccount);
    cpSync(resolve(__dirname, "../../examples/consumer"), join(project.path, "consumer"), { recursive: true });
    expectExit(await project.deploy("state-bucket"), 0);
    expectExit(await project.deploy("shared-network", "vpc-apps"), 0);
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  function consumer(way: string, command: string, ...options: string[]): Promise<CommandRun> {
    const told = Object.entries(variables[way]!).map(([name, value]) => `-var=${name}=${value}`);
    const args = [
      command,
      "-no-color",
      ...(["plan", "apply"].includes(command) ? ["-input=false"] : []),
      ...(command === "plan" ? told : []),
      ...options,
    ];
    return project.run("terraform", args, join(project.path, "consumer", way));
  }

  describe.each(Object.keys(variables))("that reads by %s", (way) => {
    test("is initialized, valid, applied, and proved by its plan as far as possible", async () => {
      expectExit(await consumer(way, "init", "-input=false"), 0);
      expectExit(await consumer(way, "validate"), 0);
      expectExit(await consumer(way, "plan", "-out=tfplan"), 0);
      const proved = await proveWithStacks(
        await consumer(way, "show", "-json", "tfplan"),
        ...["--source", `reports.json=${join("consumer", way)}`],
      );
      expectExit(proved, 0);
      expect(verdicts(proved)).toEqual(Array(2).fill("module.reports.aws_ecs_service.reports mounts"));
      expectExit(await consumer(way, "apply", "tfplan"), 0);
    });

    test("has an empty second plan", async () => {
      expectExit(await consumer(way, "plan", "-detailed-exitcode"), 0);
    });

    test("resolves names in its own VPC with the shared rules", async () => {
      const vpcId = expectExit(await consumer(way, "output", "-raw", "own_vpc_id"), 0);
      const associations = await listOf(apps, "ResolverRuleAssociations");
      const own = associations.filter(({ VPCId }) => VPCId === vpcId).map(({ ResolverRuleId }) => ResolverRuleId);
      expect(own.sort()).toEqual(Object.values(await output<Record<string, string>>("resolver_rule_ids")).sort());
    });

    test("mounts the file system through its access point", async () => {
      const name = { "remote-state": "reports-by-state", parameters: "reports-by-parameters" }[way];
      const { taskDefinition } = await new ECSClient(apps).send(
        new DescribeTaskDefinitionCommand({ taskDefinition: name }),
      );
      expect(taskDefinition?.volumes?.map(({ efsVolumeConfiguration }) => efsVolumeConfiguration)).toEqual([
        {
          fileSystemId: (await output<Record<string, string>>("file_system_ids", "vpc-apps"))["content"],
          rootDirectory: "/",
          transitEncryption: "ENABLED",
          authorizationConfig: {
            accessPointId: (await output<Record<string, string>>("access_point_ids", "vpc-apps"))["content/web"],
            iam: "ENABLED",
          },
        },
      ]);
    });

    test("is proved to mount, with its state and those of the stacks", async () => {
      const proved = await proveWithStacks(await consumer(way, "show", "-json"));
      expectExit(proved, 0);
      expect(verdicts(proved)).toEqual(Array(2).fill("module.reports.aws_ecs_service.reports mounts"));
    });
  });

  async function proveWithStacks({ stdout: reports }: CommandRun, ...options: string[]): Promise<CommandRun> {
    const shown = {
      reports,
      network: (await project.terraform("shared-network", "show", "-json")).stdout,
      apps: (await project.terraform("vpc-apps", "show", "-json")).stdout,
    };
    for (const [name, json] of Object.entries(shown)) writeFileSync(join(project.path, `${name}.json`), json);
    return project.prove("--format", "json", ...options, ...Object.keys(shown).map((name) => `${name}.json`));
  }

  function verdicts({ stdout }: CommandRun): string[] {
    const { paths } = JSON.parse(stdout) as { paths: { workload: string; verdict: string }[] };
    return paths.map(({ workload, verdict }) => `${workload} ${verdict}`);
  }

  async function output<T>(name: string, stack = "shared-network"): Promise<T> {
    return JSON.parse(expectExit(await project.terraform(stack, "output", "-json", name), 0)) as T;
  }
});
