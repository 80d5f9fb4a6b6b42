const { only } = require("./jest.suites");

/** Deployments against an emulator of AWS: the real Terraform, the real provider, the real cdktf. */
module.exports = {
  ...only("e2e"),
  // An emulator that is given serves one suite after another, each of which empties it.
  maxWorkers: process.env.AWS_ENDPOINT_URL ? 1 : 2,
  // A test that fails before it tidies up leaves a server listening: without this, Jest would wait for it for ever.
  forceExit: true,
};
