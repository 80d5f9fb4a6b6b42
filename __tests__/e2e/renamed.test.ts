import { existsSync } from "node:fs";

import { type File } from "../support/variants";
import { Emulator } from "./emulator/emulator";
import { smallOrganization } from "./organization";
import { expectExit, Project } from "./project";

const workload = (vpc: string, fileSystem: string, accessPoint: string, service: string, more: object) =>
  ({
    platform: "ecs-fargate",
    vpc,
    services: {
      [service]: {
        image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
        cpu: 256,
        memory: 512,
        ports: [80],
        allowFrom: ["10.10.0.0/16"],
        mounts: { "/srv": { fileSystem, accessPoint } },
        ...more,
      },
    },
  }) as NonNullable<File["workloads"]>[string];

/** The tests depend on each other, in this order. */
describe("a deployed organization in which everything is renamed", () => {
  let emulator: Emulator;
  let file: File;
  let project: Project;
  let ids: string[];

  beforeAll(async () => {
    emulator = await Emulator.start();
    file = await smallOrganization(emulator);
    const apps = file.workloadVpcs!["apps"]!;
    apps.fileSystems = { content: { backup: false, accessPoints: { web: { path: "/web", uid: 1000, gid: 1000 } } } };
    file.workloads = { web: workload("apps", "content", "web", "nginx", {}) };
    project = new Project(emulator, file);
    expectExit(await project.deploy("shared-network", "vpc-apps", "ecs-web"), 0);
    ids = project.idsInState("vpc-apps");
    file.workloadVpcs = {
      team: {
        ...apps,
        formerly: "apps",
        fileSystems: {
          files: {
            backup: false,
            formerly: "content",
            accessPoints: { pages: { path: "/web", uid: 1000, gid: 1000, formerly: "web" } },
          },
        },
      },
    };
    file.workloads = {
      shop: { ...workload("team", "files", "pages", "site", { formerly: "nginx" }), formerly: "web" },
    };
    project.write(file);
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  test.each(["vpc-team", "ecs-shop"])(
    "plans no deletion in %s, and has the same resources afterwards",
    async (stack) => {
      expect(expectExit(await project.synth(), 0)).not.toContain("left the file");
      expectExit(await project.init(stack), 0);
      expectExit(await project.plan(stack), 2);
      const actions = Object.entries(await project.plannedActions(stack)).map(
        ([address, action]) => `${action} ${address}`,
      );
      expect(actions.filter((action) => !action.startsWith("update "))).toEqual([]);
      expectExit(await project.applyPlan(stack), 0);
      expectExit(await project.plan(stack), 0);
    },
  );

  test("has its states where they were", () => {
    expect(project.idsInState("vpc-apps").sort()).toEqual(ids.sort());
    expect(existsSync(project.stateFile("vpc-team"))).toBe(false);
  });
});
