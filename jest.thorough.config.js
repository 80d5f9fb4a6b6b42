const { thorough } = require("./jest.suites");

/** The tests that need nothing but Node, and take longer than `npm test` should. */
module.exports = { projects: [thorough], testTimeout: 300_000, maxWorkers: "100%" };
