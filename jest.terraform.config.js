/** Plans with the real Terraform and provider. One worker per core: starting the provider is most of a plan. */
module.exports = { ...require("./jest.suites").only("terraform"), maxWorkers: "100%" };
