import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";

import { account } from "./account";
import { Emulator } from "./emulator/emulator";
import { appsAccount, smallOrganization } from "./organization";
import { expectExit, Project } from "./project";

/** The tests depend on each other, in this order. */
describe("a service that a pipeline rolls out", () => {
  let emulator: Emulator;
  let project: Project;
  let ecs: ECSClient;
  const cluster = "example-web";

  beforeAll(async () => {
    emulator = await Emulator.start();
    const file = await smallOrganization(emulator);
    // A parameter that the stack of the VPC writes stands for the one that a pipeline writes.
    file.publish = { ssm: "/example" };
    file.workloads = {
      web: {
        platform: "ecs-fargate",
        vpc: "apps",
        services: {
          nginx: {
            image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx",
            imageTagParameter: "/example/vpc-apps/vpc_id",
            deployment: { byPipeline: true },
            mounts: { "/srv": { fileSystem: "content", accessPoint: "web" } },
          },
        },
      },
    };
    project = new Project(emulator, file);
    ecs = new ECSClient(await account(emulator, appsAccount));
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  const definitionInUse = async () => {
    const { services: [service] = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: ["nginx"] }));
    const { taskDefinition } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: service?.taskDefinition }),
    );
    return taskDefinition!;
  };

  test("is deployed by one command, in the order of the stacks, with the tag in the parameter", async () => {
    const run = await project.mountpathDeploy();
    expectExit(run, 0);
    expect(run.stdout).toContain("3 of 3 stacks done");
    const { containerDefinitions } = await definitionInUse();
    expect(containerDefinitions?.[0]?.image).toMatch(/^222222222222\.dkr\.ecr\.us-east-1\.amazonaws\.com\/nginx:vpc-/);
    expectExit(await project.plan("ecs-web"), 0);
  }, 600_000);

  test("keeps the revision of the pipeline, and the plan stays empty", async () => {
    const { family, revision, containerDefinitions, volumes, taskRoleArn, executionRoleArn } = await definitionInUse();
    const [container] = containerDefinitions!;
    const { taskDefinition: next } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        volumes,
        taskRoleArn,
        executionRoleArn,
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        cpu: "256",
        memory: "512",
        containerDefinitions: [{ ...container, image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:next" }],
      }),
    );
    expect(next!.revision).toBe(revision! + 1);
    await ecs.send(new UpdateServiceCommand({ cluster, service: "nginx", taskDefinition: next!.taskDefinitionArn }));
    expectExit(await project.plan("ecs-web"), 0);
    expectExit(await project.mountpathDeploy("ecs-web"), 0);
    expect((await definitionInUse()).revision).toBe(next!.revision);
  }, 600_000);

  test("is judged by Terraform's revision in its stacks, and unknown in a plan that shows another revision", async () => {
    expectExit(await project.prove("cdktf.out"), 0);
    for (const stack of ["shared-network", "vpc-apps", "ecs-web"]) expectExit(await project.plan(stack), 0);
    const run = await project.prove(
      ...["shared-network", "vpc-apps", "ecs-web"].map((stack) => `cdktf.out/stacks/${stack}/plan`),
    );
    expect(expectExit(run, 3)).toContain("is another revision than what aws_ecs_task_definition.nginx shows");
  }, 600_000);
});
