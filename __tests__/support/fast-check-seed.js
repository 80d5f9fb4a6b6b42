const fc = require("fast-check");

// In CI every run tries the same cases, so that results don't depend on chance; everywhere else the cases are new.
if (process.env.CI) fc.configureGlobal({ seed: 20261120 });

// Warnings about versions past their support depend on the date.
process.env.SOURCE_DATE_EPOCH ??= "1771027200";
