module.exports = require("./jest.suites").only("terraform");
