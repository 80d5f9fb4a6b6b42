import { type File, twoRegions } from "../support/variants";
import { Emulator } from "./emulator/emulator";
import { appsVpc, smallOrganization } from "./organization";
import { expectExit, Project } from "./project";

const stacks = ["shared-network", "shared-network-eu-west-1", "vpc-apps", "vpc-apps-eu"];

/** The tests depend on each other, in this order. */
describe("an organization in two Regions", () => {
  let emulator: Emulator;
  let project: Project;
  let file: File;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const small = await smallOrganization(emulator);
    const apps = appsVpc(small);
    apps.availabilityZones = ["us-east-1a", "us-east-1b"];
    apps.fileSystems = { content: { backup: false, accessPoints: { web: { path: "/web", uid: 1000, gid: 1000 } } } };
    project = new Project(emulator, small);
    file = twoRegions(small);
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  /** Stacks of different Regions don't wait for each other. */
  const apply = (...names: string[]) =>
    Promise.all(
      names.map(async (stack) => {
        expectExit(await project.init(stack), 0);
        expectExit(await project.plan(stack), 2);
        expectExit(await project.applyPlan(stack), 0);
      }),
    );

  test("changes nothing in the Region that is deployed", async () => {
    expectExit(await project.synth(), 0);
    await apply("shared-network");
    project.write(file);
    expectExit(await project.synth(), 0);
    expectExit(await project.plan("shared-network"), 0);
  });

  test("is deployed, and has empty second plans in both", async () => {
    await apply("shared-network-eu-west-1");
    await apply("vpc-apps", "vpc-apps-eu");
    const plans = await Promise.all(stacks.map((stack) => project.plan(stack)));
    for (const plan of plans) expectExit(plan, 0);
  });

  test("has resources of different ids, each in its Region", () => {
    // Names, such as those of log groups, are the same in both; ids that AWS makes are not. A file system's policy has its id.
    const ids = stacks.flatMap((stack) =>
      [...new Set(project.idsInState(stack))].filter((id) => /^[a-z]+-[0-9a-f]{8,}$/.test(id)),
    );
    expect(ids.length).toBeGreaterThan(30);
    expect(new Set(ids).size).toBe(ids.length);
    const regions = stacks.map((stack) => project.regionsInState(stack));
    expect(regions).toEqual([["us-east-1"], ["eu-west-1"], ["us-east-1"], ["eu-west-1"]]);
  });

  test("is reviewed as one, with the changes of both", async () => {
    const servers = ["10.2.0.1", "10.2.0.2", "10.2.0.3"];
    file.sharedNetwork.dns.forward = [{ domain: ".", to: servers }];
    file.regions!["eu-west-1"]!.sharedNetwork.dns.forward = [{ domain: ".", to: servers }];
    project.write(file);
    const unseen = expectExit((await project.reviewAll()).plan, 0);
    expect(unseen).toContain(
      "warning: organization.yaml has changed since cdktf.out was synthesized: synthesize it again (npm run synth)",
    );
    expectExit(await project.synth(), 0);
    const { plan, review } = await project.reviewAll();
    expectExit(plan, 0);
    for (const network of ["shared-network", "shared-network-eu-west-1"]) {
      expect(plan.output).toMatch(new RegExp(`^${network} +2 to add, 1 to change, 0 to destroy$`, "m"));
    }
    const comment = expectExit(review, 0);
    expect(comment).toContain("**4 of 4 stacks planned, 2 without changes");
    expect(comment).toContain("| `shared-network-eu-west-1` | 111111111111 | 2 | 1 | 0 | 0 | 0 |");
  });

  test("refuses a VPC that the file moves to the other Region, before anything is planned", async () => {
    const moved = JSON.stringify(file.workloadVpcs!["apps-eu"]).replaceAll("eu-west-1", "us-east-1");
    project.write({
      ...file,
      workloadVpcs: { ...file.workloadVpcs, "apps-eu": JSON.parse(moved) as NonNullable<File["workloadVpcs"]>[string] },
    });
    expect(expectExit(await project.synth(), 2)).toContain(
      "moves stack vpc-apps-eu from eu-west-1 (terraform.example.vpc-apps-eu.tfstate) to us-east-1",
    );
    project.write(file);
  });

  test("destroys a Region that has left the file, VPCs first", async () => {
    const { regions, workloadVpcs, ...rest } = file;
    expect(Object.keys(regions!)).toEqual(["eu-west-1"]);
    const left = { ...rest, workloadVpcs: { apps: workloadVpcs!["apps"]! } };
    project.write(left);
    const output = expectExit(await project.synth(), 0);
    expect(output).toContain("vpc-apps-eu left the file");
    expect(output).toContain("shared-network-eu-west-1 left the file");
    expect(output).toContain("vpc-apps-eu: { account: apps, region: eu-west-1, fileSystems: { content: keep } }");
    expect(output).toContain("shared-network-eu-west-1: { account: network }");
    project.write({
      ...left,
      retired: {
        "vpc-apps-eu": { account: "apps", region: "eu-west-1", fileSystems: { content: "destroy" } },
        "shared-network-eu-west-1": { account: "network" },
      },
    });
    expectExit(await project.synth(), 0);
    await apply("vpc-apps-eu");
    await apply("shared-network-eu-west-1");
    expect(project.idsInState("vpc-apps-eu")).toEqual([]);
    expect(project.idsInState("shared-network-eu-west-1")).toEqual([]);
  });
});
