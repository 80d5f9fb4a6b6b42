const { only } = require("./jest.suites");

/** Compares the simulation of the resolver with the real dnsmasq. */
module.exports = only("dnsmasq");
