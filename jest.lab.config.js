const { only } = require("./jest.suites");

/** The lab of network namespaces: hosts, tasks and resolvers that are real, on one machine. */
module.exports = only("lab");
