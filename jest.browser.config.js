const { only } = require("./jest.suites");

/** Uses the page of `mountpath map` in a browser, by keyboard. */
module.exports = only("browser");
