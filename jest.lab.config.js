const { only } = require("./jest.suites");

/** Tests in network namespaces: real hosts, tasks and resolvers on one machine. */
module.exports = only("lab");
