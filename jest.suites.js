const { canRun } = require("./__tests__/support/prerequisites");

const common = {
  testEnvironment: "node",
  rootDir: __dirname,
  roots: ["<rootDir>/__tests__"],
  transformIgnorePatterns: ["/node_modules/(?!unbash/)"],
  setupFiles: ["fast-check-seed", "no-token-traces"].map((name) => `<rootDir>/__tests__/support/${name}.js`),
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
    // Packages that are published only as ES modules, which Jest does not load by itself.
    "/node_modules/unbash/.+\\.js$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs" } }],
    "\\.(sh|corefile)$": "<rootDir>/__tests__/support/text-transform.js",
  },
};

/** Suites that need more than Node, each in its own folder below __tests__; prerequisites.js lists their needs. */
const special = ["terraform", "changes", "e2e", "dnsmasq", "lab", "mutation", "browser"];

const specialFolders = ["/node_modules/", ...special.map((name) => `/__tests__/${name}/`)];

/** The suite that needs only Node. */
const unit = {
  ...common,
  displayName: "unit",
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: [...specialFolders, "\\.thorough\\.test\\.ts$"],
};

/** What needs only Node and takes too long for `npm test`: every case of the files that take some there, and whole files. */
const thorough = {
  ...common,
  displayName: "thorough",
  testMatch: ["**/*.{property,sampled,thorough}.test.ts"],
  testPathIgnorePatterns: specialFolders,
  setupFiles: [...common.setupFiles, "<rootDir>/__tests__/support/all-runs.js"],
};

/** One of the special suites as Jest projects: none if it can't run, which is reported. */
function suite(name) {
  if (!canRun(name)) return [];
  const leftOut = name === "e2e" && !canRun("disk") ? ["/disk\\.test\\.ts$"] : [];
  return [
    {
      ...common,
      displayName: name,
      testMatch: [`**/__tests__/${name}/**/*.test.ts`],
      testPathIgnorePatterns: ["/node_modules/", ...leftOut],
    },
  ];
}

/** A configuration that runs one special suite only; without its prerequisites there is nothing to run. */
function only(name) {
  const projects = suite(name);
  if (projects.length > 0) return { projects, testTimeout: 300_000 };
  // An empty list of patterns would match every file.
  return { ...common, testMatch: ["<rootDir>/no-such-suite"], passWithNoTests: true };
}

module.exports = { unit, thorough, suite, only };
