import { existsSync, readFileSync } from "node:fs";

import { type File } from "../support/variants";
import { Emulator } from "./emulator/emulator";
import { smallOrganization } from "./organization";
import { expectExit, Project } from "./project";

/** The tests depend on each other, in this order: a VPC and its workload leave the file. */
describe("a VPC and a workload that have left the file", () => {
  let emulator: Emulator;
  let file: File;
  let project: Project;
  const all = ["shared-network", "vpc-apps", "vpc-old"];

  beforeAll(async () => {
    emulator = await Emulator.start();
    file = await smallOrganization(emulator);
    file.workloadVpcs!["old"] = {
      account: "apps",
      cidr: "10.20.0.0/16",
      availabilityZones: ["us-east-1a", "us-east-1b"],
      fileSystems: { data: { backup: false, accessPoints: { web: { path: "/web", uid: 1000, gid: 1000 } } } },
    };
    file.workloads = {
      old: {
        platform: "ecs-fargate",
        vpc: "old",
        services: {
          nginx: {
            image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
            cpu: 256,
            memory: 512,
            mounts: { "/srv": { fileSystem: "data", accessPoint: "web" } },
          },
        },
      },
    };
    project = new Project(emulator, file);
    expectExit(await project.deploy(...all, "ecs-old"), 0);
    delete file.workloadVpcs!["old"];
    file.workloads = {};
    project.write(file);
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  const types = (stack: string) =>
    new Set(
      (
        JSON.parse(readFileSync(project.stateFile(stack), "utf8")) as { resources: { mode: string; type: string }[] }
      ).resources.flatMap(({ mode, type }) => (mode === "managed" ? [type] : [])),
    );

  test("do not stop cdktf, which finds their folders in the output of the earlier synth", async () => {
    expect(existsSync(project.stackFolder("ecs-old"))).toBe(true);
    expectExit(await project.deploy("shared-network", "vpc-apps"), 0);
    expect(existsSync(project.stackFolder("ecs-old"))).toBe(false);
  });

  test("are named with the lines that destroy them", async () => {
    const output = expectExit(await project.synth(), 0);
    expect(output).toContain(
      "vpc-old left the file organization.yaml; still deployed: terraform.example.vpc-old.tfstate has",
    );
    expect(output).toContain(
      "  retired:\n    ecs-old: { account: apps }\n    vpc-old: { account: apps, fileSystems: { data: keep } }\n",
    );
  });

  test("are not destroyed while the file does not list a file system", async () => {
    file.retired = { "ecs-old": { account: "apps" }, "vpc-old": { account: "apps", fileSystems: {} } };
    project.write(file);
    expectExit(await project.synth(), 0);
    expectExit(await project.init("vpc-old"), 0);
    const output = expectExit(await project.plan("vpc-old"), 1).replace(/[\s│]+/g, " ");
    expect(output).toContain(
      "the state of vpc-old has file systems that retired.vpc-old.fileSystems does not list: data; add each with keep or destroy",
    );
  });

  test("are destroyed by one deploy, the workload first, and the file system is kept", async () => {
    file.retired = { "ecs-old": { account: "apps" }, "vpc-old": { account: "apps", fileSystems: { data: "keep" } } };
    project.write(file);
    expectExit(await project.deploy("ecs-old", "vpc-old"), 0);
    expect(types("ecs-old")).toEqual(new Set());
    expect(types("vpc-old")).toEqual(new Set(["aws_efs_file_system"]));
    expectExit(await project.plan("vpc-old"), 0);
    expect(expectExit(await project.destroy("vpc-old"), 1)).toContain("lifecycle.prevent_destroy");
  });

  test("leave cdktf's other commands usable", async () => {
    const cdktf = (...args: string[]) => project.run("cdktf", args);
    expect(expectExit(await cdktf("list"), 0)).toMatch(/^ecs-old +cdktf\.out\/stacks\/ecs-old$/m);
    expect(expectExit(await cdktf("diff", "vpc-old", "--skip-provider-lock"), 0)).toContain("No changes.");
    const output = expectExit(await cdktf("output", "vpc-old", "--skip-provider-lock"), 0);
    expect(output).toMatch(/"data": "fs-[0-9a-f]+"/);
    // The stack is empty already: cdktf runs a destroy, which has nothing to do.
    const alone = "--ignore-missing-stack-dependencies";
    expect(
      expectExit(
        await project.run("cdktf", ["destroy", "ecs-old", alone, "--auto-approve", "--skip-provider-lock"]),
        0,
      ),
    ).toMatch(/Destroy complete! Resources: 0 destroyed/);
  });

  test("are not destroyed with a file system that is no longer listed", async () => {
    file.retired = { "vpc-old": { account: "apps", fileSystems: {} } };
    project.write(file);
    expectExit(await project.synth(), 0);
    expect(expectExit(await project.plan("vpc-old"), 1)).toMatch(/does[\s│]+not list: data;/);
  });

  test("are gone after a deploy that destroys the file system too", async () => {
    file.retired = { "vpc-old": { account: "apps", fileSystems: { data: "destroy" } } };
    project.write(file);
    expectExit(await project.deploy("vpc-old"), 0);
    expect(types("vpc-old")).toEqual(new Set());
    delete file.retired;
    project.write(file);
    expect(expectExit(await project.synth(), 0)).not.toContain("left the file");
  });
});
