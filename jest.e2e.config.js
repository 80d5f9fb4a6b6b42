const { only } = require("./jest.suites");

/** Deployments against an emulator of AWS: the real Terraform, the real provider, the real cdktf. */
module.exports = {
  ...only("e2e"),
  // An emulator that is given serves one suite after another, each of which empties it. Else there is one suite more than
  // most build machines have cores: much of a deployment is waiting.
  maxWorkers: process.env.AWS_ENDPOINT_URL ? 1 : 3,
  testSequencer: "./jest.e2e.sequencer.js",
  // A test that fails before it tidies up leaves a server listening: without this, Jest would wait for it for ever.
  forceExit: true,
};
