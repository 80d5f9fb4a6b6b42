const { only } = require("./jest.suites");

/** Deployments against an emulator of AWS: the real Terraform, the real provider, the real cdktf. */
module.exports = {
  ...only("e2e"),
  maxWorkers: 2,
  // A test that fails before it tidies up leaves a server listening: without this, Jest would wait for it for ever.
  forceExit: true,
};
