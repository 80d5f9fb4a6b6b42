const { unit } = require("./jest.suites");

/** `npm test`: the tests that need nothing but Node. */
module.exports = { projects: [unit], testTimeout: 120_000 };
