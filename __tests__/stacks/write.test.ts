import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { App } from "cdktf";

import { readOrganization } from "../../config/load";
import { synth } from "../../main";
import { addStacks } from "../../stacks/organization";
import { type AnyStack } from "../../stacks/stack";
import { type Build, synthesize, WriteError } from "../../stacks/write";

let folder: string;
let outdir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-write-"));
  outdir = join(folder, "cdktf.out");
});

afterEach(() => rmSync(folder, { recursive: true }));

const { organization } = readOrganization("organization.yaml");
const build: Build = (to, made) => {
  const app = new App({ outdir: to });
  addStacks(app, organization, made);
  return app;
};

test("an app is written completely, without temporary files", () => {
  synthesize(outdir, build);
  expect(readdirSync(folder)).toEqual(["cdktf.out"]);
  expect(readdirSync(outdir).sort()).toEqual(["manifest.json", "stacks"]);
});

test("a new folder has the same mode as any other", () => {
  synthesize(outdir, build);
  mkdirSync(join(folder, "other"));
  expect(statSync(outdir).mode).toBe(statSync(join(folder, "other")).mode);
});

test("a stack that is written keeps only what other stacks read of it", () => {
  const stacks: AnyStack[] = [];
  synthesize(outdir, build, { onStack: (stack) => stacks.push(stack) });
  for (const stack of stacks) {
    expect(Object.keys(stack).filter((name) => stack[name as keyof AnyStack] !== undefined)).toEqual([
      "node",
      "dependencies",
      "kind",
      "settings",
    ]);
    expect(stack.node.children).toEqual([]);
  }
});

test("additional files are written beside the stacks", () => {
  synthesize(outdir, build, { beside: { "notes.json": "{}" } });
  expect(readdirSync(outdir).sort()).toEqual(["manifest.json", "notes.json", "stacks"]);
});

test("a lock file beside the organization file is copied to every stack, and kept unchanged without one", () => {
  const config = join(folder, "organization.yaml");
  writeFileSync(config, readFileSync("organization.yaml"));
  const locks = () =>
    readdirSync(join(outdir, "stacks")).map((stack) => {
      const path = join(outdir, "stacks", stack, ".terraform.lock.hcl");
      return existsSync(path) ? readFileSync(path, "utf8") : undefined;
    });
  synth(config, outdir);
  expect(locks()).toEqual([undefined, undefined, undefined, undefined]);
  writeFileSync(join(folder, ".terraform.lock.hcl"), "# versions\n");
  synth(config, outdir);
  expect(locks()).toEqual(Array.from({ length: 4 }, () => "# versions\n"));
  rmSync(join(folder, ".terraform.lock.hcl"));
  synth(config, outdir);
  expect(locks()).toEqual(Array.from({ length: 4 }, () => "# versions\n"));
});

test("fails if something is in the way, and keeps the earlier output", () => {
  writeFileSync(outdir, "mine");
  expect(() => synthesize(outdir, build)).toThrow(WriteError);
  expect(readFileSync(outdir, "utf8")).toBe("mine");
  expect(readdirSync(folder)).toEqual(["cdktf.out"]);
});

test("fails with the location of an error in the app, and enables stack traces again afterwards", () => {
  const { captureStackTrace } = Error;
  const breakHere = (to: string): App => {
    throw new Error(`no app in ${to}`);
  };
  let error: unknown;
  try {
    synthesize(outdir, breakHere);
  } catch (thrown) {
    error = thrown;
  }
  expect((error as Error).stack).toContain("breakHere");
  expect(Error.captureStackTrace).toBe(captureStackTrace);
});
