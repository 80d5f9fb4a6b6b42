/** Reads resolv.conf, hosts and the agent's configuration as glibc and the ECS agent do. */
import { hole } from "./host-state";

/** glibc uses at most three (resolv.conf(5), MAXNS). */
const most = 3;

/** Name servers in order, `hole` for an unknown one; `127.0.0.1` if none is set (resolv.conf(5)). */
export function nameServers(text: string | null): readonly string[] {
  const servers: string[] = [];
  for (const line of lines(text ?? "")) {
    const plain = line.replace(/^\s*[#;].*/, "");
    const named = /^nameserver\s+(\S+)/.exec(plain);
    if (named) servers.push(named[1]!.includes(hole) ? hole : named[1]!);
    else if (plain.startsWith(hole)) servers.push(hole);
  }
  return servers.length > 0 ? servers.slice(0, most) : ["127.0.0.1"];
}

/** The address on the first line with the host name; `hole` if it is not known, undefined if no line has the name. */
export function hostsAddress(text: string | null, name: string): string | undefined {
  for (const line of lines(text ?? "")) {
    const plain = line.replace(/#.*/, "");
    if (plain.trim() === hole || (plain.startsWith(hole) && !/\s/.test(plain.trim()))) return hole;
    const [address, ...names] = plain.trim().split(/\s+/);
    if (address === undefined) continue;
    if (names.some((one) => one.toLowerCase() === name.toLowerCase())) return address.includes(hole) ? hole : address;
    if (names.some((one) => one.includes(hole) && mayBe(one, name))) return hole;
  }
  return undefined;
}

/** Whether a text with holes may equal the other. */
function mayBe(withHoles: string, text: string): boolean {
  const pattern = withHoles.split(hole).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`, "i").test(text);
}

/**
 * A setting of `ecs.config`, from its last occurrence; `hole` if it is not known. A line is trimmed and split at its
 * first `=`; spaces and quotes next to it are kept (amazon-ecs-agent, ecs-init/docker/docker.go, getEnvVars).
 */
export function ecsSetting(text: string | null, name: string): string | undefined {
  let found: string | undefined;
  for (const line of lines(text ?? "")) {
    const plain = line.trim();
    if (plain.startsWith(`${name}=`)) found = plain.slice(name.length + 1);
    else if (line.trimStart().startsWith(hole)) found = hole;
  }
  return found;
}

export function isLoopback(address: string): boolean {
  return /^127\.|^::1$|^localhost$/.test(address);
}

function lines(text: string): readonly string[] {
  return text.split("\n");
}
