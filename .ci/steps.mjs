/**
 * Runs every check in turn, even after one has failed, and counts what passed and failed: each test of a suite counts,
 * and every other command counts once.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const reports = mkdtempSync(join(tmpdir(), "mountpath-ci-"));
const commands = ["lint", "synth"];
const suites = [
  ...["test", "test:thorough", "test:terraform", "test:changes"],
  ...["test:cdktn", "test:dnsmasq", "test:browser", "test:mutation", "test:lab", "test:e2e"],
];

const times = [];
let passed = 0;
let failed = 0;

for (const name of commands) {
  if (run(name)) passed += 1;
  else failed += 1;
}
for (const name of suites.filter((suite) => suite in scripts)) {
  const file = join(reports, `${name.replace(":", "-")}.json`);
  const succeeded = run(name, "--ci", "--json", `--outputFile=${file}`);
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = report(file);
  passed += numPassedTests;
  failed += numFailedTests + numRuntimeErrorTestSuites;
  // A suite that did not start has no failed test.
  if (!succeeded && numFailedTests + numRuntimeErrorTestSuites === 0) failed += 1;
}
const untouched = spawnSync("git", ["status", "--porcelain"], { encoding: "utf8" }).stdout;
if (untouched === "") passed += 1;
else {
  failed += 1;
  process.stdout.write(`the checks changed the tree:\n${untouched}`);
}
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${times.join("\n")}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;

function run(name, ...options) {
  process.stdout.write(`\n=== npm run ${name}\n`);
  const started = Date.now();
  // Jest writes its JSON to the file and its other output to standard error.
  const { status } = spawnSync("npm", ["run", "--silent", name, "--", ...options], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const seconds = Math.round((Date.now() - started) / 1000);
  times.push(`${name.padEnd(14)} ${String(seconds).padStart(5)} s`);
  process.stdout.write(`=== ${name}: ${status === 0 ? "passed" : "failed"} in ${seconds} s\n`);
  return status === 0;
}

function report(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
  }
}
