/** The state of a container instance after its user data has run (ECS-17, ECS-18). */
import { applyCloudConfig } from "./cloud-config";
import { partsOf, type UserDataPart } from "./decode";
import { ecsConfig, type FileContent, hole, hostsFile, HostState, leased, resolvConf } from "./host-state";
import { Interpreter } from "./interpreter";
import { nameServerSettings } from "./programs";

export interface Host {
  readonly resolvConf: FileContent;
  readonly hosts: FileContent;
  /** `/etc/ecs/ecs.config`, which the agent reads when it starts. */
  readonly ecsConfig: FileContent;
  /** Any file that the user data writes. */
  file(path: string): FileContent;
  /** Actions that can't be read and might change any file: one clause each. */
  readonly doubts: readonly string[];
}

const order = ["boothook", "script"] as const;

/** @param userData as in Terraform: plain, base64 or gzip; `hole` marks unknown text */
export function hostOf(userData: string): Host {
  const state = HostState.initial();
  const doubts = new Set<string>();
  const parts = partsOf(userData);
  const configs = parts.filter((part) => part.kind === "cloud-config").map(({ text }) => text);
  // Boot commands and files come first; cloud-init runs the scripts of `runcmd` after those of user data.
  let current = state;
  const run = (text: string, what: string) => {
    const interpreter = new Interpreter(current, doubts);
    interpreter.run(text, what);
    current = interpreter.state;
  };
  const late: string[] = [];
  for (const text of configs) {
    const { bootCommands, runCommands } = applyCloudConfig(text, current, doubts);
    for (const command of bootCommands) run(command, "bootcmd");
    late.push(...runCommands);
  }
  for (const kind of order) {
    for (const part of parts) if (part.kind === kind) run(part.text, "its user data");
  }
  if (late.length > 0) run(late.join("\n"), "runcmd");
  for (const part of parts) readOther(part, current, doubts);
  rewriteResolvConf(current);
  readLate(current);
  return {
    resolvConf: current.read(resolvConf),
    hosts: current.read(hostsFile),
    ecsConfig: current.read(ecsConfig),
    file: (path) => current.read(path),
    doubts: [...doubts],
  };
}

function readOther(part: UserDataPart, state: HostState, doubts: Set<string>): void {
  if (part.kind === "unread") doubts.add(`it holds ${part.what}`);
  if (part.kind !== "bottlerocket") return;
  const cluster = /^\s*cluster\s*=\s*["']([^"']*)["']/m.exec(part.text)?.[1];
  if (cluster !== undefined) state.write(ecsConfig, `ECS_CLUSTER=${cluster}\n`, false);
  if (/^\s*\[settings\.(?:dns|network)/m.test(part.text)) state.forget(resolvConf, "[settings.dns] names its servers");
}

/** The files from which other programs generate resolv.conf when they run again. */
function rewriteResolvConf(state: HostState): void {
  const dhclient = [...state.writtenPaths()].filter((path) => /dhclient(?:-\w+)?\.conf$/.test(path));
  for (const path of dhclient) {
    const servers = dhclientServers(state.read(path).text ?? "");
    if (servers && state.read(resolvConf).text === leased) {
      state.write(resolvConf, servers.map((one) => `nameserver ${one}\n`).join(""), false, `${path} names its servers`);
    }
  }
  const other = [...state.writtenPaths()].find(
    (path) => nameServerSettings.test(path) && mentionsServers(state.read(path)),
  );
  if (other !== undefined) state.forget(resolvConf, `${other} decides which servers it names`);
}

/** What runs later: units, hooks and jobs that the user data writes, and the scripts that they call. */
const late =
  /^\/(?:etc\/(?:systemd\/system\/|rc\.local$|rc\.d\/|init\.d\/|cron|NetworkManager\/dispatcher\.d\/|networkd-dispatcher\/|dhcp\/dhclient-\w+-hooks)|var\/spool\/cron|var\/lib\/cloud\/scripts\/|usr\/lib\/systemd\/system\/)/;

function readLate(state: HostState): void {
  const texts = new Map([...state.writtenPaths()].map((path) => [path, state.read(path).text ?? ""]));
  for (const [path, text] of texts) {
    if (!late.test(path)) continue;
    const called = [...texts].filter(([other]) => other !== path && text.includes(other)).map(([, inner]) => inner);
    for (const file of [resolvConf, hostsFile, ecsConfig]) {
      if ([text, ...called].some((one) => writes(one, file))) state.forget(file, `${path} may change it later`);
    }
  }
  // Amazon Linux 2023 links resolv.conf to the file that systemd-resolved writes.
  const target = [...texts.keys()].find((path) => /^\/(?:var\/)?run\/systemd\/resolve\//.test(path));
  if (target !== undefined && state.read(resolvConf).text === leased) {
    state.forget(resolvConf, `${target}, which it may be a link to, is written`);
  }
}

/** Whether a text mentions a file outside comments. */
function writes(text: string, file: string): boolean {
  return text.split("\n").some((line) => !/^\s*#(?!!)/.test(line) && line.includes(file));
}

function mentionsServers({ text }: FileContent): boolean {
  return text === null || text.includes(hole) || /dns|nameserver|resolve|PEERDNS|hosts:/i.test(text);
}

/** `supersede` replaces the servers from DHCP, `prepend` and `append` add to them (dhclient.conf(5)). */
function dhclientServers(content: string): readonly string[] | undefined {
  const plain = content.replaceAll(/#.*/g, "");
  const found = /(supersede|prepend|append)\s+domain-name-servers\s+([^;]+);/.exec(plain);
  if (!found) return undefined;
  const named = found[2]!.split(",").map((address) => address.trim());
  if (found[1] === "supersede") return named;
  return found[1] === "prepend" ? [...named, "dhcp"] : ["dhcp", ...named];
}
