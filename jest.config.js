const { suite, unit } = require("./jest.suites");

/** `npm test`: Node alone, and the real Terraform where there is one. */
module.exports = { projects: [unit, ...suite("terraform")], testTimeout: 120_000 };
