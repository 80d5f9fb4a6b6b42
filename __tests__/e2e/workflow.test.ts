import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { type JobRun, readWorkflow, runJob } from "../support/workflow";
import { Emulator } from "./emulator/emulator";
import { deployableExample } from "./organization";
import { Project } from "./project";

const launcher = resolve(__dirname, "../../bin/mountpath.cjs");
const passphrase = "correct horse battery staple";

/**
 * GitHub's API for comments, as far as the workflow uses it: the command `gh`, which keeps the comments in a file and
 * evaluates `--jq` with jq.
 */
const gh = `#!/usr/bin/env node
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { execFileSync } = require("node:child_process");
const args = process.argv.slice(2);
const option = (name) => args[args.indexOf(name) + 1];
const file = process.env.COMMENTS;
const comments = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
const path = args.find((arg) => arg.startsWith("repos/example/network/issues/"));
if (args.includes("--jq")) {
  process.stdout.write(execFileSync("jq", ["--raw-output", option("--jq")], { input: JSON.stringify(comments) }));
} else {
  const body = readFileSync(option("--field").replace("body=@", ""), "utf8");
  const id = Number(/comments\\/(\\d+)$/.exec(path)?.[1] ?? 100 + comments.length);
  const others = comments.filter((comment) => comment.id !== id);
  writeFileSync(file, JSON.stringify([...others, { id, body, user: { login: "github-actions[bot]" } }]));
}
`;

/** The tests depend on each other, in this order: the first pull request of empty accounts, its deployment, the next one. */
describe("the workflows for GitHub Actions", () => {
  let emulator: Emulator;
  let project: Project;

  beforeAll(async () => {
    // The artifact of a wave has the lock files that `init` writes for an installed provider.
    emulator = await Emulator.start({ installedProvider: true });
    project = new Project(emulator, await deployableExample(emulator));
    const command = (name: string) => [name, `node ${launcher} ${name}`] as const;
    const scripts = Object.fromEntries(["synth", "prove", "plan", "review", "deploy-plan"].map(command));
    writeFileSync(join(project.path, "package.json"), JSON.stringify({ scripts }));
    mkdirSync(join(project.path, "bin"));
    writeFileSync(join(project.path, "bin/gh"), gh);
    chmodSync(join(project.path, "bin/gh"), 0o755);
    writeFileSync(join(project.path, "comments.json"), "[]");
  });

  afterAll(() => {
    emulator.stop();
    project.dispose();
  });

  /** Without the steps that install packages: they are installed already. */
  function run(workflow: string, job: string, context: Record<string, string> = {}): Promise<JobRun> {
    return runJob(
      readWorkflow(workflow).jobs[job]!,
      project.path,
      {
        "github.token": "token",
        "github.event.pull_request.number": "7",
        "secrets.MOUNTPATH_PLAN_PASSPHRASE": passphrase,
        ...context,
      },
      ["Install"],
      async (script, environment) => {
        const variables = {
          ...environment,
          COMMENTS: join(project.path, "comments.json"),
          PATH: `${join(project.path, "bin")}:${process.env["PATH"]}`,
        };
        const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
        const ended = await project.run("env", [...assignments, "bash", ...script]);
        return ended.exitCode;
      },
    );
  }

  const comments = () =>
    JSON.parse(readFileSync(join(project.path, "comments.json"), "utf8")) as { id: number; body: string }[];

  const reviewed = { Synthesize: 0, Prove: 0, Plan: 0, Review: 0, Comment: 0, Result: 0 };

  test("the first pull request is reviewed, though only the first stack can be planned", async () => {
    expect((await run("mountpath-review", "review")).codes).toEqual(reviewed);
    const [comment, ...others] = comments();
    expect(others).toEqual([]);
    expect(comment!.body.split("\n")[1]).toBe(
      "## ⚪ No danger found: 4 mount paths mount; without a plan: ecs-web, eks-platform, vpc-apps",
    );
    expect(comment!.body).toContain("4 paths: 4 mount, 0 fail, 0 unknown");
    expect(existsSync(join(project.path, "prove.sarif"))).toBe(true);
  }, 300_000);

  test("main is deployed wave by wave, each from the plans that were approved", async () => {
    const { outputs } = await run("mountpath-deploy", "waves");
    const waves = JSON.parse(outputs["steps.waves.outputs.waves"]!) as string[][];
    expect(waves).toEqual([["shared-network"], ["vpc-apps"], ["ecs-web", "eks-platform"]]);
    for (const stacks of waves) {
      const context = { "inputs.stacks": stacks.join(" ") };
      const plan = await run("mountpath-wave", "plan", context);
      expect(plan.codes).toEqual({ Synthesize: 0, Plan: 0, Review: 0, Pack: 0 });
      expect(plan.outputs["steps.pack.outputs.changes"]).toBe("true");
      // The next job runs on another machine, which has nothing but the artifact.
      rmSync(join(project.path, "cdktf.out"), { recursive: true });
      rmSync(join(project.path, "plans.tgz"), { force: true });
      expect(readFileSync(join(project.path, "plans.tgz.gpg")).includes("terraform")).toBe(false);
      expect((await run("mountpath-wave", "apply")).codes).toEqual({ Unpack: 0, Apply: 0 });
    }
  }, 900_000);

  test("the next pull request finds every plan empty, and updates its comment", async () => {
    expect((await run("mountpath-review", "review")).codes).toEqual(reviewed);
    const [comment, ...others] = comments();
    expect(others).toEqual([]);
    expect(comment!.body.split("\n")[1]).toBe("## ✅ Nothing to stop for: 4 of 4 stacks planned, 4 mount paths mount");
  }, 300_000);
});
