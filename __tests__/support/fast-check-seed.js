const fc = require("fast-check");

// In CI every run tries the same cases, so that chance decides no landing; everywhere else new ones.
if (process.env.CI) fc.configureGlobal({ seed: 20261120 });
