// cdktf records a stack trace of every token and construct, of all frames, and Jest maps each frame to its source: that
// took half of a synthesis. No test reads these traces; those of errors have a limit and stay.
const { captureStackTrace } = Error;
Error.captureStackTrace = (target, below) => {
  if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) captureStackTrace(target, below);
};
