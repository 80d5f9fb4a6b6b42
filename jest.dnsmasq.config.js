const { only } = require("./jest.suites");

/** The simulation of the resolver against the real dnsmasq. */
module.exports = only("dnsmasq");
