const { only } = require("./jest.suites");

/** Deployments against an emulator of AWS: the real Terraform, the real provider, the real cdktf. */
module.exports = { ...only("e2e"), maxWorkers: 2 };
