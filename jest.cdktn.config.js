const { existsSync } = require("node:fs");
const { dirname, join } = require("node:path");

const { unit } = require("./jest.suites");

/** `node_modules/cdktn`, here or in the folder that CDKTN_FOLDER names. */
const cdktn = join(process.env.CDKTN_FOLDER ?? __dirname, "node_modules/cdktn");
const constructs = dirname(require.resolve("constructs/package.json"));

/** The synthesizer's tests with cdktn in place of cdktf; none if cdktn is not installed. */
module.exports = {
  ...unit,
  displayName: "cdktn",
  moduleNameMapper: { "^cdktf$": cdktn, "^cdktf/(.*)$": `${cdktn}/$1`, "^constructs$": constructs },
  testMatch: existsSync(cdktn)
    ? ["<rootDir>/__tests__/stacks/{stack-synthesizer,stack-synthesizer.property,write}.test.ts"]
    : ["<rootDir>/no-such-suite"],
  passWithNoTests: true,
  testTimeout: 300_000,
};
