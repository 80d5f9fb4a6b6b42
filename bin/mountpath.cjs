#!/usr/bin/env node
/**
 * Starts a command of commands/ from TypeScript at the speed of compiled code: esbuild bundles the sources and their packages
 * once into .build/<key>/, where the key is made of every source's path, size and modification time, and later starts load
 * that together with V8's compiled code of the last run. Types are checked by `npm run lint`, never here.
 */
"use strict";
const { createHash } = require("node:crypto");
const { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { basename, dirname, join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

const root = dirname(__dirname);
/** Packages that stay outside of the bundles, since few runs need them. The rest starts faster bundled. */
const loadedFromPackages = ["@aws-sdk/*", "@cdktf/hcl2json", "cdk8s", "cdk8s-*", "esbuild", "tinyglobby"];
/** Loaded by some runs of a command only: bundles of their own. */
const loadedLater = ["proof/report/after-synth", "proof/report/color"];
const sourceFolders = [
  ...["adopt", "bin", "bench", "commands", "config", "map", "modules"],
  ...["proof", "review", "stacks", "terraform", "workflows"],
];

const command = process.argv[2] ?? "";
const commands = readdirSync(join(root, "commands"))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3));
const isCommand = commands.includes(command);
if (isCommand) process.argv.splice(2, 1);
// A reader that has seen enough, such as `head`, changes neither what is done nor the exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
  });
}
const bundles = build();
process.env.MOUNTPATH_SOURCES = basename(bundles);
// The heap grows by a fifth instead of doubling: a third less memory at 900 stacks, in the same time. The proof would take longer.
if (command === "synth") setFlagsFromString("--heap-growing-percent=20");
// Node 20 optimizes functions so early that its compiler takes a quarter of the CPU time of a proof and saves none of it.
// Later versions have no such flag.
else if (process.version.startsWith("v20.")) setFlagsFromString("--interrupt-budget=264000");
load(join(bundles, "commands", isCommand ? `${command}.js` : "support/main.js"));

/** Runs a bundle with the compiled code that an earlier run left beside it. */
function load(file) {
  const compiled = `${file}.${process.version}-${process.arch}`;
  const cachedData = existsSync(compiled) ? readFileSync(compiled) : undefined;
  const wrapper = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "latin1")}\n})`;
  const script = new Script(wrapper, { filename: file, cachedData });
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once("exit", () => keep(compiled, script.createCachedData()));
  }
  const requirePackage = createRequire(file);
  const requireAny = (name) => (name.startsWith(".") ? load(join(dirname(file), name)) : requirePackage(name));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, requireAny, module, file, dirname(file));
  return module.exports;
}

/** Written beside and renamed, so that another command never reads half of it. A folder that can't be written costs speed only. */
function keep(file, data) {
  const unfinished = `${file}-${process.pid}`;
  try {
    writeFileSync(unfinished, data);
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

/** The folder of the up-to-date bundles, made where it is missing. */
function build() {
  const sources = ["main.ts", "package.json", "organization.schema.json"];
  for (const folder of sourceFolders) addFiles(folder, sources);
  let state = "";
  for (const file of sources) {
    const { size, mtimeMs } = statSync(`${root}/${file}`);
    state += `${file}\0${size}\0${mtimeMs}\0`;
  }
  const builds = join(root, ".build");
  const target = join(builds, createHash("sha256").update(state).digest("hex").slice(0, 16));
  if (existsSync(target)) return target;
  // Built beside and renamed, so that two commands started at once never load half a bundle.
  const unfinished = `${target}-${process.pid}`;
  require("esbuild").buildSync({
    absWorkingDir: root,
    entryPoints: [
      "main.ts",
      ...[...commands, "support/main"].map((name) => `commands/${name}.ts`),
      ...loadedLater.map((name) => `${name}.ts`),
    ],
    outdir: unfinished,
    outbase: root,
    bundle: true,
    alias: { util: join(__dirname, "util.cjs") },
    external: [...loadedFromPackages, ...loadedLater.map((name) => `../${name}.js`)],
    minifyWhitespace: true,
    // A script of node:vm can only require.
    supported: { "dynamic-import": false },
    platform: "node",
    target: "node20",
    format: "cjs",
    loader: { ".sh": "text", ".corefile": "text", ".yml": "text", ".yaml": "text" },
    logLevel: "error",
  });
  const outdated = readdirSync(builds, { withFileTypes: true }).filter(
    // Not the one at hand: another command may have been faster.
    (entry) => entry.isDirectory() && /^[0-9a-f]{16}$/.test(entry.name) && join(builds, entry.name) !== target,
  );
  try {
    renameSync(unfinished, target);
  } catch (error) {
    if (!existsSync(target)) throw error; // another command was faster
    rmSync(unfinished, { recursive: true, force: true });
  }
  for (const entry of outdated) rmSync(join(builds, entry.name), { recursive: true, force: true });
  return target;
}

/** Adds the files below a folder, by their paths from the root. Runs at every start, hence without `path.join`. */
function addFiles(folder, files) {
  if (!existsSync(`${root}/${folder}`)) return;
  const entries = readdirSync(`${root}/${folder}`, { withFileTypes: true });
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.isDirectory()) addFiles(`${folder}/${entry.name}`, files);
    else files.push(`${folder}/${entry.name}`);
  }
}
