const { only } = require("./jest.suites");

/** Deploys to an emulator of AWS with the real Terraform, provider and cdktf. */
module.exports = {
  ...only("e2e"),
  // An emulator from outside serves one suite after another, since each suite clears it. Otherwise the number of suites
  // in parallel is one more than the cores of most build machines: much of a deployment is waiting.
  maxWorkers: process.env.AWS_ENDPOINT_URL ? 1 : 3,
  testSequencer: "./jest.e2e.sequencer.js",
  // A test that fails before its cleanup leaves a server listening: without this, Jest would wait for it forever.
  forceExit: true,
};
