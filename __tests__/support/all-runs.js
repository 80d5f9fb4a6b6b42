// Properties are tried with all their cases: see runs.ts.
process.env.MOUNTPATH_RUNS ??= "all";
