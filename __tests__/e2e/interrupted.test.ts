import { account } from "./account";
import { Emulator } from "./emulator/emulator";
import { type AwsRequest } from "./emulator/request";
import { inventory } from "./inventory";
import { appsAccount, networkAccount, smallOrganization } from "./organization";
import { expectExit, Project } from "./project";

const stacks = ["shared-network", "vpc-apps"];

/** The tests depend on each other, in this order. */
describe("a deploy that is killed", () => {
  let emulator: Emulator;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start({ installedProvider: true });
    project = new Project(emulator, await smallOrganization(emulator));
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  /**
   * Starts a deploy and kills it at a given call, after all other calls in flight have been answered.
   *
   * @param arrives whether the call still takes effect in AWS, without Terraform knowing
   * @param alone whether to wait until no other call is in flight
   */
  async function killAt(
    call: (request: AwsRequest) => boolean | Promise<boolean>,
    { arrives = false, alone = false } = {},
  ): Promise<void> {
    let reached: () => void = () => undefined;
    let dead: () => void = () => undefined;
    const made = new Promise<void>((resolve) => (reached = resolve));
    const killed = new Promise<void>((resolve) => (dead = resolve));
    const hold = async (request: AwsRequest) => {
      if (!(await call(request))) return undefined;
      if (arrives) await emulator.proxy.forward(request);
      reached();
      await killed;
      return { status: 503, headers: {}, body: "" };
    };
    emulator.proxy.faults.add(hold);
    const deploy = project.start("cdktf", ["deploy", ...stacks, "--auto-approve", "--skip-provider-lock"]);
    const ended = deploy.ended.then(({ output }) => {
      throw new Error(`ended by itself:\n${output}`);
    });
    await Promise.race([made, ended]);
    if (!alone) await calm();
    deploy.kill();
    await deploy.ended;
    await ended.catch(() => undefined);
    dead();
    emulator.proxy.faults.delete(hold);
  }

  /** Resolves after no call has been made for longer than the provider's polling interval. */
  async function calm(): Promise<void> {
    for (let before = -1; before !== emulator.proxy.calls.length;) {
      before = emulator.proxy.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 11_000));
    }
  }

  async function madeBy(id: string): Promise<string[]> {
    return inventory(await account(emulator, id));
  }

  async function orphans(stack: string, owner: string): Promise<string[]> {
    const known = project.idsInState(stack);
    return (await madeBy(owner)).filter((id) => !known.includes(id));
  }

  test("between two stacks leaves the first complete and the second unchanged", async () => {
    await killAt(
      async (request) =>
        request.action === "ListResolverRules" && (await emulator.proxy.accountOf(request)) === appsAccount,
      { alone: true },
    );
    expectExit(await project.plan("shared-network"), 0);
    expect(await madeBy(appsAccount)).toEqual([]);
  }, 600_000);

  test("while a file system is created makes the next deploy fail, until the file system is imported", async () => {
    await killAt(({ action }) => action === "POST /2015-02-01/file-systems", { arrives: true });
    const [fileSystem, ...others] = await orphans("vpc-apps", appsAccount);
    expect([fileSystem?.slice(0, 3), others]).toEqual(["fs-", []]);
    const output = expectExit(await project.deploy(...stacks), 1);
    expect(output).toContain("FileSystemAlreadyExists");
    expectExit(await project.terraform("vpc-apps", "import", "aws_efs_file_system.content", fileSystem!), 0);
    expect(await orphans("vpc-apps", appsAccount)).toEqual([]);
  }, 600_000);

  test("inside a stack leaves nothing that its state does not contain", async () => {
    await killAt(({ action }) => action === "POST /2015-02-01/mount-targets");
    const made = await madeBy(appsAccount);
    expect(made.some((id) => id.startsWith("fs-"))).toBe(true);
    expect(made.some((id) => id.startsWith("fsmt-"))).toBe(false);
    expect(await orphans("vpc-apps", appsAccount)).toEqual([]);
  }, 600_000);

  test("completes when it is repeated, and leaves no orphans", async () => {
    expectExit(await project.deploy(...stacks), 0);
    for (const [stack, owner] of [
      ["shared-network", networkAccount],
      ["vpc-apps", appsAccount],
    ] as const) {
      expectExit(await project.plan(stack), 0);
      expect(await orphans(stack, owner)).toEqual([]);
    }
    expect((await madeBy(appsAccount)).filter((id) => id.startsWith("fsmt-"))).toHaveLength(2);
  }, 600_000);
});
