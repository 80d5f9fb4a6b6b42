const { spawnSync } = require("node:child_process");

const unit = require("./jest.config");

/**
 * The suite that holds the resolver's simulation against the real dnsmasq. Where that is absent it says so and there is
 * nothing to run; with `MOUNTPATH_REQUIRE=dnsmasq` (a comma-separated list) its absence is an error.
 */
const { error } = spawnSync("dnsmasq", ["--version"], { stdio: "ignore" });
const required = (process.env.MOUNTPATH_REQUIRE ?? "").split(",").includes("dnsmasq");
if (error && required) throw new Error(`dnsmasq is required, but: ${error.message}; install Debian's dnsmasq-base`);
if (error) {
  process.stderr.write(`skipped: no dnsmasq to compare with (${error.message}); install Debian's dnsmasq-base\n`);
}

module.exports = {
  ...unit,
  testMatch: ["**/__tests__/dnsmasq/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", ...(error ? ["/__tests__/dnsmasq/"] : [])],
  passWithNoTests: Boolean(error),
  testTimeout: 300_000,
};
