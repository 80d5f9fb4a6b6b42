import { Emulator } from "./emulator/emulator";
import { deployableExample } from "./organization";
import { expectExit, Project } from "./project";

const stacks = ["shared-network", "vpc-apps", "ecs-web"];

describe("deploying the example", () => {
  let emulator: Emulator;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start();
    project = new Project(emulator, await deployableExample(emulator));
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  test("applies every stack, in order", async () => {
    expectExit(await project.deploy(...stacks), 0);
  });

  test.each(stacks)("a second plan of %s is empty", async (stack) => {
    expectExit(await project.plan(stack), 0);
  });
});
