const { only } = require("./jest.suites");

/** Every property of the schema changed alone, and what the real provider would do about it. */
module.exports = only("changes");
