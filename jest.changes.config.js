const { only } = require("./jest.suites");

/** Changes every property of the schema alone and checks what the real provider plans. */
module.exports = { ...only("changes"), maxWorkers: "100%" };
