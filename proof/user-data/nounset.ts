/** `set -u` (bash(1), "The Set Builtin"): a script ends where it uses a variable that nothing sets. */

/** What the environment or the shell itself may set: cloud-init adds INSTANCE_ID. */
const given =
  /^(?:BASH\w*|COMP_\w+|DIRSTACK|EPOCH\w+|EUID|FUNCNAME|GROUPS|HIST\w*|HOME|HOST\w+|IFS|INSTANCE_ID|LANG|LC_\w+|LINENO|LOGNAME|MACHTYPE|OLDPWD|OPT\w+|OSTYPE|PATH|PIPESTATUS|PPID|PS\d|PWD|RANDOM|REPLY|SECONDS|SHELL|SHELLOPTS|SHLVL|SRANDOM|TERM|TMPDIR|UID|USER|_)$/;

/** Whether `set` with these arguments switches the option on or off; undefined where it leaves it. */
export function nounsetOf(args: readonly string[]): boolean | undefined {
  let option: boolean | undefined;
  for (const [at, arg] of args.entries()) {
    if (arg === "--") break;
    if (/^[-+][a-zA-Z]*u/.test(arg)) option = arg.startsWith("-");
    if (/^[-+][a-zA-Z]*o$/.test(arg) && args[at + 1] === "nounset") option = arg.startsWith("-");
  }
  return option;
}

/** Whether a script may set a variable, or something does that it runs and that is not read. */
export function maySet(script: string, name: string): boolean {
  if (given.test(name) || /(?:^|[\s;&|(])(?:source|\.|eval)\s/m.test(script)) return true;
  const own = new RegExp(
    String.raw`(?:^|[^\w$])${name}(?:\[[^\]]*\])?\+?=|\$\{${name}:?=|\b(?:read|readarray|mapfile|getopts|printf\s+-v)\b[^\n]*\b${name}\b|\b(?:for|select)\s+${name}\b|\(\([^)]*\b${name}\b`,
    "m",
  );
  return own.test(script);
}
