const { unit } = require("./jest.suites");

/** `npm test`: the tests that need nothing but Node. Jest leaves one core idle by default, which is half of two. */
module.exports = { projects: [unit], testTimeout: 120_000, maxWorkers: "100%" };
