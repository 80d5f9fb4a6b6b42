import { Emulator } from "./emulator/emulator";
import { appsVpc, deployableExample, webServices } from "./organization";
import { expectExit, Project } from "./project";

const stacks = ["shared-network", "vpc-apps", "ecs-web", "eks-platform"];

/** The tests depend on each other, in this order. */
describe("pull requests over several stacks", () => {
  let emulator: Emulator;
  let project: Project;
  let file: Awaited<ReturnType<typeof deployableExample>>;

  beforeAll(async () => {
    emulator = await Emulator.start();
    file = await deployableExample(emulator);
    project = new Project(emulator, file);
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  /** Plans every stack: the exit codes, and the title of the review. */
  async function reviewed(exitCode: number) {
    project.write(file);
    expectExit(await project.synth(), 0);
    const codes: number[] = [];
    for (const stack of stacks) {
      expectExit(await project.init(stack), 0);
      codes.push((await project.plan(stack)).exitCode);
    }
    const comment = expectExit(await project.review(...stacks), exitCode);
    return { codes, comment, title: comment.split("\n").find((line) => line.startsWith("## ")) };
  }

  test("the first one of empty accounts is reviewed whole, although three stacks can't be planned", async () => {
    const { codes, comment, title } = await reviewed(0);
    expect(codes).toEqual([2, 1, 1, 1]);
    expect(title).toBe("## ⚪ No danger found: 4 mount paths mount; without a plan: ecs-web, eks-platform, vpc-apps");
    expect(comment).toContain("not planned yet:&#8203; shared-network must be applied first");
  }, 300_000);

  test("a harmless one over three stacks needs no attention", async () => {
    expectExit(await project.deploy(...stacks), 0);
    file.sharedNetwork.dns.forward = [{ domain: ".", to: ["10.2.0.1", "10.2.0.2", "10.2.0.3"] }];
    appsVpc(file).fileSystems!["content"]!.accessPoints!["reports"] = { path: "/reports", uid: 1000, gid: 1000 };
    webServices(file)["nginx"]!.desiredCount = 3;
    const { codes, title } = await reviewed(0);
    expect(codes).toEqual([2, 2, 2, 0]);
    expect(title).toBe("## ✅ Nothing to stop for: 4 of 4 stacks planned, 4 mount paths mount");
  }, 900_000);

  test("fails for one that replaces the file system, whose plan ends with an error", async () => {
    Object.assign(appsVpc(file).fileSystems!["content"]!, { performanceMode: "maxIO" });
    const { codes, comment, title } = await reviewed(1);
    expect(codes).toEqual([2, 1, 2, 0]);
    expect(title).toBe("## ❌ Needs a person: 1 data loss, 1 problem of the plan; without a plan: vpc-apps");
    expect(comment).toContain("- `aws_efs_file_system.content` of `vpc-apps` (EFS-12) is replaced, because");
  }, 300_000);
});
