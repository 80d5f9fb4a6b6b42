/**
 * The prerequisites of suites that need more than Node. A suite without its prerequisites does not run, and the reason
 * is printed; if MOUNTPATH_REQUIRE (comma-separated) names it, as in .ci/run, that is a failure instead.
 */
const { spawnSync } = require("node:child_process");
const { existsSync, readdirSync } = require("node:fs");
const { homedir } = require("node:os");
const { delimiter, join } = require("node:path");

/** The path of a program on the PATH, or undefined. */
function program(name) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/**
 * The root of a filesystem mirror with the AWS provider, or undefined: `terraform init` then uses the registry.
 * Terraform's own folders come first, then any folder near the file system's root.
 */
function providerMirror() {
  const holdsAws = (folder) => existsSync(join(folder, "registry.terraform.io", "hashicorp", "aws"));
  const known = [process.env.MOUNTPATH_PROVIDER_MIRROR, join(homedir(), ".terraform.d", "plugins")].filter(Boolean);
  return [...known, ...foldersBelow("/", 2)].find(holdsAws);
}

function foldersBelow(folder, depth) {
  const skipped = new Set(["proc", "sys", "dev", "tmp", "run"]);
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !skipped.has(entry.name),
    );
  } catch {
    return []; // no permission to read it
  }
  const folders = entries.map((entry) => join(folder, entry.name));
  return depth > 1 ? folders.flatMap((path) => [path, ...foldersBelow(path, depth - 1)]) : folders;
}

/** The browser that playwright-core starts: it downloads none itself. */
function chromium() {
  return program("chromium") ?? program("chromium-browser") ?? program("google-chrome");
}

/** The reason why each suite can't run here; undefined if it can. */
const reasons = {
  mutation: () => undefined,
  terraform: () => (program("terraform") ? undefined : "there is no terraform on the PATH"),
  changes: () => reasons.terraform(),
  dnsmasq: () => (program("dnsmasq") ? undefined : "there is no dnsmasq on the PATH; Debian's is in dnsmasq-base"),
  browser: () => (chromium() ? undefined : "there is no chromium on the PATH; Debian's is in chromium"),
  e2e: () => {
    if (!program("terraform")) return "there is no terraform on the PATH";
    if (process.env.AWS_ENDPOINT_URL || program("moto_server")) return undefined;
    return "there is no moto_server on the PATH and no AWS_ENDPOINT_URL; pip install 'moto[server]' brings it";
  },
  disk: () => {
    const { status } = spawnSync("unshare", ["--mount", "--map-root-user", "mount", "-t", "tmpfs", "none", "/mnt"]);
    return status === 0 ? undefined : "mount namespaces can't be made here";
  },
  lab: () => {
    if (typeof process.getuid !== "function" || process.getuid() !== 0) return "network namespaces need root";
    const missing = { ip: "iproute2", dnsmasq: "dnsmasq-base", dig: "dnsutils", shellcheck: "shellcheck" };
    const absent = Object.entries(missing).find(([name]) => !program(name));
    if (absent) return `there is no ${absent[0]} on the PATH; Debian's is in ${absent[1]}`;
    const name = `mountpath-${process.pid}`;
    const { status } = spawnSync("ip", ["netns", "add", name], { stdio: "ignore" });
    spawnSync("ip", ["netns", "delete", name], { stdio: "ignore" });
    return status === 0 ? undefined : "network namespaces can't be made here, root or not";
  },
};

/**
 * Whether a suite can run; prints the reason if it can't.
 *
 * @throws if the suite is required and can't run
 */
function canRun(suite) {
  const reason = reasons[suite]();
  if (reason === undefined) return true;
  const required = (process.env.MOUNTPATH_REQUIRE ?? "").split(",").includes(suite);
  if (required) throw new Error(`the ${suite} suite is required, but ${reason}`);
  process.stderr.write(`the ${suite} suite is skipped: ${reason}\n`);
  return false;
}

module.exports = { canRun, chromium, program, providerMirror, reasons };
