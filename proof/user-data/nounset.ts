/** `set -u` (bash(1), "The Set Builtin"): a script exits when it uses an unset variable. */

/** Variables that the environment or the shell itself may set: cloud-init adds INSTANCE_ID. */
const given =
  /^(?:BASH\w*|COMP_\w+|DIRSTACK|EPOCH\w+|EUID|FUNCNAME|GROUPS|HIST\w*|HOME|HOST\w+|IFS|INSTANCE_ID|LANG|LC_\w+|LINENO|LOGNAME|MACHTYPE|OLDPWD|OPT\w+|OSTYPE|PATH|PIPESTATUS|PPID|PS\d|PWD|RANDOM|REPLY|SECONDS|SHELL|SHELLOPTS|SHLVL|SRANDOM|TERM|TMPDIR|UID|USER|_)$/;

/** Whether `set` with these arguments enables or disables the option; undefined if it does neither. */
export function nounsetOf(args: readonly string[]): boolean | undefined {
  let option: boolean | undefined;
  for (const [at, arg] of args.entries()) {
    if (arg === "--") break;
    if (/^[-+][a-zA-Z]*u/.test(arg)) option = arg.startsWith("-");
    if (/^[-+][a-zA-Z]*o$/.test(arg) && args[at + 1] === "nounset") option = arg.startsWith("-");
  }
  return option;
}

/** Whether a script may set a variable, directly or through something that it runs and that can't be read. */
export function maySet(script: string, name: string): boolean {
  if (given.test(name) || /(?:^|[\s;&|(])(?:source|\.|eval)\s/m.test(script)) return true;
  const own = new RegExp(
    String.raw`(?:^|[^\w$])${name}(?:\[[^\]]*\])?\+?=|\$\{${name}:?=|\b(?:read|readarray|mapfile|getopts|printf\s+-v)\b[^\n]*\b${name}\b|\b(?:for|select)\s+${name}\b|\(\([^)]*\b${name}\b`,
    "m",
  );
  return own.test(script);
}
