import { Emulator } from "./emulator/emulator";
import { deployableExample } from "./organization";
import { Project } from "./project";

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
    const { exitCode, output } = await project.deploy(...stacks);
    expect({ exitCode, output: exitCode === 0 ? "" : output }).toEqual({ exitCode: 0, output: "" });
  });

  test.each(stacks)("a second plan of %s is empty", async (stack) => {
    const { exitCode, output } = await project.plan(stack);
    expect({ exitCode, output: exitCode === 0 ? "" : output }).toEqual({ exitCode: 0, output: "" });
  });
});
