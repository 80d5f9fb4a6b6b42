const fc = require("fast-check");

// In CI every run tries the same cases, so that chance decides no landing; everywhere else new ones.
if (process.env.CI) fc.configureGlobal({ seed: 20261120 });

// Warnings of versions past their support depend on the day.
process.env.SOURCE_DATE_EPOCH ??= "1771027200";
