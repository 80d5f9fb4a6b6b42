/** Unit tests: Node alone. The suites that need the real Terraform have configurations of their own. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/__tests__/terraform/", "/__tests__/dnsmasq/", "/__tests__/e2e/"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
    "\\.(sh|corefile)$": "<rootDir>/__tests__/support/text-transform.js",
  },
};
