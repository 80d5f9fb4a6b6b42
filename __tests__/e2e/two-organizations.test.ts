import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { type File, yamlOf } from "../support/variants";
import { Emulator } from "./emulator/emulator";
import { smallOrganization } from "./organization";
import { expectExit, Project } from "./project";

const launcher = resolve(__dirname, "../../bin/mountpath.cjs");

/** The tests depend on each other, in this order. */
describe("two organizations in one folder", () => {
  let emulator: Emulator;
  let project: Project;
  let file: File;

  beforeAll(async () => {
    emulator = await Emulator.start();
    file = await smallOrganization(emulator);
    file.workloadVpcs = {};
    project = new Project(emulator, file);
    writeFileSync(join(project.path, "acme.yaml"), yamlOf({ ...file, name: "acme" }));
    expectExit(await project.deploy("shared-network"), 0);
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  const isPlannedEmpty = async () => {
    expectExit(await project.init("shared-network"), 0);
    expectExit(await project.plan("shared-network"), 0);
  };

  test("are deployed side by side by the commands that synth prints", async () => {
    const before = project.idsInState("shared-network");
    const output = expectExit(await project.synthOf("acme.yaml"), 0);
    const [, command = ""] = /deploy with: (.*)\n/.exec(output) ?? [];
    expect(command).toBe("npm run deploy -- --config acme.yaml");
    const scripts = { deploy: `node ${launcher} deploy` };
    writeFileSync(join(project.path, "package.json"), JSON.stringify({ scripts }));
    expectExit(await project.run("sh", ["-c", `${command} --auto-approve`]), 0);
    expect(existsSync(join(project.path, "terraform.acme.shared-network.tfstate"))).toBe(true);
    expect(project.idsInState("shared-network")).toEqual(before);
    await isPlannedEmpty();
  });

  test("plan nothing in one after the other was deployed", async () => {
    expectExit(await project.synth(), 0);
    await isPlannedEmpty();
  });

  test("plan nothing with a state that an earlier version named, in a new folder", async () => {
    renameSync(project.stateFile("shared-network"), join(project.path, "terraform.shared-network.tfstate"));
    expectExit(await project.synth(), 0);
    expectExit(await project.init("shared-network", "-reconfigure"), 0);
    expectExit(await project.plan("shared-network"), 0);
  });

  test("plan nothing with a state of the other, since the synth refuses it", async () => {
    renameSync(
      join(project.path, "terraform.shared-network.tfstate"),
      join(project.path, "terraform.acme.shared-network.tfstate"),
    );
    const { exitCode, output } = await project.synthOf("acme.yaml");
    expect([exitCode, output]).toEqual([
      2,
      "terraform.acme.shared-network.tfstate is the state of another organization: no resource in it is named after 'acme', and a deploy would destroy them; restore the file's own state, or move it away\n",
    ]);
  });
});
