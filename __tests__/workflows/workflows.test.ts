import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildSync } from "esbuild";
import { parse } from "yaml";

import { projectRoot } from "../support/command";
import { readWorkflow } from "../support/workflow";

const folder = join(projectRoot, "workflows/github");
const files = readdirSync(folder);
const read = (file: string) => readFileSync(join(folder, file), "utf8");

type Validate = (name: string, content: string) => Promise<string[]>;

/** GitHub's own parser. Its package is for bundlers: Node 20 can't load its JSON. */
function workflowValidator(): Validate {
  const built = mkdtempSync(join(tmpdir(), "mountpath-workflow-"));
  const entry = `
    import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
    export async function validate(name, content) {
      const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
      if (value) await convertWorkflowTemplate(context, value);
      return context.errors.getErrors().map(({ message }) => message);
    }`;
  const outfile = join(built, "validate.cjs");
  buildSync({
    stdin: { contents: entry, resolveDir: projectRoot },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error",
  });
  const { validate } = createRequire(__filename)(outfile) as { validate: Validate };
  rmSync(built, { recursive: true });
  return validate;
}

describe("workflows for GitHub Actions", () => {
  let validate: Validate;
  beforeAll(() => {
    validate = workflowValidator();
  });

  test("there are three", () => {
    expect(files).toEqual(["mountpath-deploy.yml", "mountpath-review.yml", "mountpath-wave.yml"]);
  });

  test.each(files)("%s is valid for GitHub's parser", async (file) => {
    expect(await validate(file, read(file))).toEqual([]);
  });

  test("the parser refuses an unknown key and an unknown context", async () => {
    const broken = read("mountpath-review.yml").replace("runs-on:", "runs-off:").replace("vars.AWS_REGION", "var.X");
    expect(await validate("broken.yml", broken)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("Unexpected value 'runs-off'"),
        expect.stringContaining("Unrecognized named-value: 'var'"),
      ]),
    );
  });

  test.each(files)("%s pins its actions by commit, with their version", (file) => {
    const actions = [...read(file).matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, action]) => action!);
    expect(actions.length).toBeGreaterThan(0);
    const unpinned = actions.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action));
    expect(unpinned.filter((action) => action !== "./.github/workflows/mountpath-wave.yml")).toEqual([]);
  });

  test.each(files)("%s grants permissions to single jobs only", (file) => {
    const { permissions, jobs } = readWorkflow(file.replace(".yml", ""));
    expect(permissions).toEqual({});
    expect(Object.values(jobs).map((job) => job.permissions)).not.toContain(undefined);
  });

  test.each(files)("%s puts no expression into a script, where its text would be run", (file) => {
    const { jobs } = readWorkflow(file.replace(".yml", ""));
    const scripts = Object.values(jobs).flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run ?? []));
    expect(scripts.filter((script) => script.includes("${{"))).toEqual([]);
  });
});

test("the pipeline for GitLab plans and applies four waves, each after the one before", () => {
  const pipeline = parse(readFileSync(join(projectRoot, "workflows/gitlab/.gitlab-ci.yml"), "utf8")) as Record<
    string,
    { needs?: string[]; stage?: string }
  >;
  const jobs = ["plan 1", "apply 1", "plan 2", "apply 2", "plan 3", "apply 3", "plan 4", "apply 4"];
  expect(Object.keys(pipeline).filter((name) => / \d$/.test(name))).toEqual(jobs);
  expect(jobs.map((name) => pipeline[name]!.needs?.[0])).toEqual([undefined, ...jobs.slice(0, -1)]);
});
