const unit = require("./jest.config");

/** The suite that runs the real Terraform with the real AWS provider; it says so and skips where they are absent. */
module.exports = {
  ...unit,
  testMatch: ["**/__tests__/terraform/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 300_000,
};
