/**
 * The effects of single commands of a script on a `HostState`; a command that is not understood becomes a doubt and is
 * never ignored.
 */

import { ecsConfig, hole, hostsFile, type HostState, leased, resolvConf } from "./host-state";
import { nounsetOf } from "./nounset";
import { harmless, nameServerTools, prefixes, queries } from "./programs";
import { edit } from "./sed";
import { type Shell, type Status } from "./shell";
import { packages, systemctl } from "./units";

export interface CommandRun {
  readonly status: Status;
}

/** Returns a status if it is known rather than assumed to be success. */
type Builtin = (shell: Shell, args: readonly string[], stdin: string | undefined) => Status | void;

/** @returns `leaves` if nothing after it in its list runs */
export function runCommand(
  shell: Shell,
  words: readonly string[],
  stdin: string | undefined,
): CommandRun & { readonly leaves?: boolean } {
  const [name, ...args] = withoutPrefixes(words);
  if (name === undefined) return { status: "assumed" };
  const shellFunction = shell.shellFunction(name);
  if (shellFunction) {
    shell.call(shellFunction, args);
    return { status: "assumed" };
  }
  const way = { exit: "script", return: "function", break: "loop", continue: "loop" } as const;
  if (name in way) {
    shell.leave(way[name as keyof typeof way]);
    return { status: "assumed", leaves: true };
  }
  const base = name.slice(name.lastIndexOf("/") + 1);
  const builtin = builtins.get(base);
  if (builtin) return { status: builtin(shell, args, stdin) ?? "assumed" };
  return { status: other(shell, name, base, args) };
}

/** For `sudo -E tee`, `env A=b yum` and similar, the command after the prefix. */
function withoutPrefixes(words: readonly string[]): readonly string[] {
  let rest = [...words];
  for (;;) {
    const [name, second] = rest;
    const valued = name === undefined ? undefined : prefixes.get(name);
    if (valued === undefined || second === undefined || (name === "command" && /^-[vV]/.test(second))) return rest;
    rest = rest.slice(1);
    while (rest[0] !== undefined && (rest[0].startsWith("-") || /^\w+=/.test(rest[0]))) {
      const takesValue = /^-\w$/.test(rest[0]) && valued.includes(rest[0].slice(1));
      rest = rest.slice(takesValue ? 2 : 1);
    }
    if (name === "timeout") rest = rest.slice(1);
  }
}

function other(shell: Shell, name: string, base: string, args: readonly string[]): Status {
  const { state, doubts } = shell;
  if (name.includes(hole)) {
    doubts.add("it runs a program whose name is not known");
    return "assumed";
  }
  const said = `\`${[base, ...args].join(" ").replaceAll(hole, "…").slice(0, 60).trim()}\``;
  for (const path of [resolvConf, hostsFile, ecsConfig]) {
    if (!queries.has(base) && args.some((arg) => arg.includes(path))) touch(shell, path, base, args, said);
  }
  if (nameServerTools.has(base)) state.forget(resolvConf, `${said} may change it`);
  else if (!harmless.has(base)) {
    const written = state.read(name).text;
    if (name.includes("/") && written !== null) shell.nested(written, `the script ${name}`);
    else doubts.add(`it runs ${said}, whose effects are not known`);
  }
  const region = base === "aws" ? args[args.indexOf("--region") + 1] : undefined;
  if (args.includes("--region") && region !== undefined && !/\0|^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region))
    doubts.add(`it runs ${said} in ${region}, which is no Region`);
  const downloaded = targetOf(base, args);
  if (downloaded !== undefined) state.write(downloaded, hole, false, `${said} fetches it`);
  state.output += hole;
  return queries.has(base) ? "unknown" : "assumed";
}

/** Changes of ownership or mode, and reads, don't change a file's text. */
function touch({ state }: Shell, path: string, base: string, args: readonly string[], said: string): void {
  if (
    /^(?:chmod|chown|chgrp|chattr|chcon|restorecon|setfacl|touch|ls|stat|file|head|tail|wc|cut|sort|jq|readlink|realpath)$/.test(
      base,
    )
  )
    return;
  if (/^(?:awk|gawk)$/.test(base) && args.includes(path)) return;
  if (base === "mkdir" || (base === "docker" && args[0] === "run")) return;
  state.forget(path, `${said} may change it`);
}

function targetOf(base: string, args: readonly string[]): string | undefined {
  if (base === "curl" || base === "wget") {
    const at = args.findIndex((arg) => /^(?:-[a-zA-Z]*[oO]|--output|--output-document)$/.test(arg));
    const target = at < 0 ? undefined : args[at + 1];
    return target?.startsWith("/") ? target : undefined;
  }
  if (base === "aws" && args[0] === "s3" && args[1] === "cp") return args.findLast((arg) => arg.startsWith("/"));
  return undefined;
}

const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ["true", () => "true"],
  [":", () => "true"],
  ["false", () => "false"],
  ["[", (_, args) => test(args.at(-1) === "]" ? args.slice(0, -1) : args)],
  ["test", (_, args) => test(args)],
  ["echo", ({ state }, args) => void (state.output += echoed(args))],
  ["printf", ({ state }, args) => void (state.output += printed(args))],
  [
    "cat",
    ({ state }, args, stdin) => {
      const files = args.filter((arg) => arg === "-" || !arg.startsWith("-"));
      const texts = files.map((path) => (path === "-" ? stdin : state.read(path).text) ?? hole);
      state.output += files.length === 0 ? (stdin ?? hole) : texts.join("");
    },
  ],
  [
    "tee",
    (shell, args, stdin) => {
      const append = args.some((arg) => arg === "--append" || /^-\w*a/.test(arg));
      for (const path of args.filter((arg) => !arg.startsWith("-"))) shell.writeTo(path, stdin ?? hole, append);
      shell.state.output += stdin ?? hole;
    },
  ],
  [
    "rm",
    ({ state }, args) => {
      for (const path of args) if (!path.startsWith("-")) state.remove(path);
    },
  ],
  ["unlink", ({ state }, args) => args.forEach((path) => state.remove(path))],
  [
    "truncate",
    ({ state }, args) => args.filter((arg) => arg.startsWith("/")).forEach((path) => state.write(path, "", false)),
  ],
  ["cp", (shell, args) => copy(shell, args, false)],
  ["install", (shell, args) => (args.includes("-d") ? undefined : copy(shell, args, false))],
  ["mv", (shell, args) => copy(shell, args, true)],
  ["ln", (shell, args) => copy(shell, args, false)],
  ["sed", (shell, args, stdin) => edit(shell, args, stdin)],
  ["source", (shell, args) => source(shell, args[0])],
  [".", (shell, args) => source(shell, args[0])],
  ["eval", (shell, args) => script(shell, args.join(" "), "eval")],
  ...["bash", "sh", "dash", "zsh"].map((name): [string, Builtin] => [name, shellProgram]),
  // Renews the lease, which rewrites resolv.conf according to dhclient.conf.
  ["dhclient", ({ state }) => state.write(resolvConf, leased, false)],
  ["cd", ({ state }, args) => state.enter(args.find((arg) => arg !== "--"))],
  ["pushd", ({ state }, args) => state.enter(args[0])],
  ["popd", ({ state }) => state.enter(undefined)],
  ["systemctl", (shell, args) => systemctl(shell, args)],
  ...["stop", "start", "restart"].map((verb): [string, Builtin] => [
    verb,
    (shell, args) => systemctl(shell, [verb, ...args]),
  ]),
  ["service", (shell, [unit = "", ...verbs]) => systemctl(shell, [...verbs, unit])],
  ...["yum", "dnf", "microdnf", "rpm", "apt", "apt-get"].map((name): [string, Builtin] => [name, packages]),
  ["read", ({ state }, args) => forgetVariables(state, args)],
  ["mapfile", ({ state }, args) => forgetVariables(state, args)],
  ["shift", (shell) => shell.setPositional(undefined)],
  ["set", (shell, args) => set(shell, args)],
  ...["export", "local", "declare", "typeset", "readonly"].map((name): [string, Builtin] => [name, () => undefined]),
]);

function set(shell: Shell, args: readonly string[]): undefined {
  const nounset = nounsetOf(args);
  if (nounset !== undefined) shell.setNounset(nounset);
  if (args.includes("--")) shell.setPositional(args.slice(args.indexOf("--") + 1));
}

function forgetVariables(state: HostState, names: readonly string[]): undefined {
  for (const name of names) if (/^\w+$/.test(name)) state.setVariable(name, hole);
}

function shellProgram(shell: Shell, args: readonly string[], stdin: string | undefined): undefined {
  const at = args.findIndex((arg) => /^-\w*c$/.test(arg));
  if (at >= 0) script(shell, args[at + 1] ?? "", "bash -c");
  else {
    const file = args.find((arg) => !arg.startsWith("-"));
    if (file !== undefined) source(shell, file);
    else script(shell, stdin ?? hole, "a script on standard input");
  }
}

function script(shell: Shell, text: string, what: string): undefined {
  if (text.includes(hole)) shell.doubts.add(`it runs ${what}, whose text is not known`);
  else shell.nested(text, what);
}

/** Files with system settings that only set variables. */
const settings =
  /^\/etc\/(?:os-release|environment|profile|bashrc|sysconfig\/\w+|lsb-release)$|^~|\/\.bash|^\/etc\/ecs\//;

function source(shell: Shell, path: string | undefined): undefined {
  if (path === undefined) return;
  const { text } = shell.state.read(path);
  if (text !== null) script(shell, text, path.replaceAll(hole, "…"));
  else if (!settings.test(path))
    shell.doubts.add(`it runs ${path.replaceAll(hole, "…")}, which is not in the user data`);
}

/** Targets of a resolv.conf link: the list of DHCP servers, or only the address of systemd-resolved. */
const linked: ReadonlyMap<string, string> = new Map([
  ["/run/systemd/resolve/resolv.conf", leased],
  ["/run/systemd/resolve/stub-resolv.conf", "nameserver 127.0.0.53\n"],
]);

function copy(shell: Shell, args: readonly string[], moves: boolean): undefined {
  const { state } = shell;
  const paths = args.filter((arg) => !arg.startsWith("-"));
  const into = paths.at(-1);
  if (paths.length < 2 || into === undefined) return;
  for (const from of paths.slice(0, -1)) {
    const to =
      into.endsWith("/") || /^\/(?:etc|tmp|opt)$/.test(into)
        ? `${into.replace(/\/$/, "")}/${from.slice(from.lastIndexOf("/") + 1)}`
        : into;
    const text = linked.get(from.replace(/^(?:\.\.)?\/?(?:var\/)?run/, "/run")) ?? state.read(from).text;
    if (text === null) state.forget(to, `it is a copy of ${from.replaceAll(hole, "…")}, which is not in the user data`);
    else state.write(to, text, false, state.read(from).reason);
    if (moves) state.remove(from);
  }
}

function test(args: readonly string[]): Status {
  if (args[0] === "!") {
    const status = test(args.slice(1));
    return status === "unknown" ? status : status === "true" ? "false" : "true";
  }
  if (args.some((arg) => arg.includes(hole))) return "unknown";
  const [first, operator, third] = args;
  if (args.length === 3 && /^(?:==?|!=)$/.test(operator!))
    return (first === third) === (operator !== "!=") ? "true" : "false";
  if (args.length === 2 && (first === "-z" || first === "-n"))
    return (operator === "") === (first === "-z") ? "true" : "false";
  return "unknown";
}

function echoed(args: readonly string[]): string {
  let [newline, escapes, at] = ["\n", false, 0];
  for (; /^-[neE]+$/.test(args[at] ?? ""); at++) {
    if (args[at]!.includes("n")) newline = "";
    if (args[at]!.includes("e")) escapes = true;
  }
  const text = args.slice(at).join(" ");
  return (escapes ? unescape(text) : text) + newline;
}

function printed([format = "", ...args]: readonly string[]): string {
  let out = "";
  const values = [...args];
  do {
    out += unescape(format).replaceAll(/%(?:%|[-+ #0]*\d*(?:\.\d+)?([a-zA-Z]))/g, (all, kind?: string) => {
      if (kind === undefined) return "%";
      const value = values.shift() ?? "";
      if (kind === "b") return unescape(value);
      return /^%[sdiu]$/.test(all) ? value : hole;
    });
  } while (values.length > 0 && /%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]/.test(format.replaceAll("%%", "")));
  return out;
}

const escaped: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  a: "",
  b: "",
  f: "",
  v: "",
  e: "",
};

function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:([ntrabfve\\])|0?([0-7]{1,3})|x([0-9a-fA-F]{1,2}))/g,
    (_, letter?: string, octal?: string, hex?: string) =>
      letter !== undefined
        ? escaped[letter]!
        : String.fromCharCode(octal !== undefined ? parseInt(octal, 8) : parseInt(hex!, 16)),
  );
}
