/** What a container instance's user data does to the host's name resolution (ECS-18). */

export interface HostDns {
  /** Addresses that `resolv.conf` will name, in order; undefined where the user data leaves it to DHCP. */
  readonly nameservers?: readonly string[];
  /** Set where the user data touches name resolution in a way that is not understood: the line. */
  readonly unclear?: string;
  /** Text of what it adds to `/etc/hosts`. */
  readonly hosts: string;
}

/** Base64 or plain. */
export function userDataText(text: string): string {
  const compact = text.replaceAll(/\s/g, "");
  if (compact.length < 16 || compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+=*$/.test(compact)) return text;
  const decoded = Buffer.from(compact, "base64").toString("utf8");
  return decoded.includes("\uFFFD") ? text : decoded;
}

interface Write {
  readonly path: string;
  readonly append: boolean;
  readonly content: string;
}

export function hostDnsOf(userData: string): HostDns {
  const { writes, rest } = writesOf(userData);
  let nameservers: readonly string[] | undefined;
  let hosts = "";
  for (const { path, append, content } of writes) {
    if (path === "/etc/hosts") hosts += content;
    else if (path === "/etc/resolv.conf") {
      const named = [...content.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, address]) => address!);
      // Appended to what DHCP made, which names the VPC's resolver.
      const before = append ? (nameservers ?? [dhcp]) : [];
      if (named.length > 0 || !append) nameservers = [...before, ...named];
    } else if (/dhclient(?:-\w+)?\.conf$/.test(path)) nameservers = dhclient(content) ?? nameservers;
  }
  const unclear = rest.find((line) =>
    /resolv\.conf|resolved|dnsmasq\.service\.d|nmcli.*dns|PEERDNS|\bDNS[12]?=/.test(line),
  );
  const isPointed = nameservers !== undefined;
  const runsDnsmasq = rest.some((line) => /\b(?:install|enable|start)\b.*\bdnsmasq\b/.test(line));
  if (unclear !== undefined && !isPointed) return { unclear: unclear.trim(), hosts };
  if (runsDnsmasq && !isPointed) return { unclear: "dnsmasq is installed", hosts };
  return { nameservers, hosts };
}

/** Stands for the addresses that DHCP hands out. */
const dhcp = "dhcp";

/** `supersede` replaces what DHCP hands out, `prepend` and `append` stand beside it. */
function dhclient(content: string): readonly string[] | undefined {
  const found = /(supersede|prepend|append)\s+domain-name-servers\s+([^;]+);/.exec(content);
  if (!found) return undefined;
  const named = found[2]!.split(",").map((address) => address.trim());
  if (found[1] === "supersede") return named;
  return found[1] === "prepend" ? [...named, dhcp] : [dhcp, ...named];
}

/** Files that a shell script writes, by heredoc, `echo` or `printf`, and the lines that remain. */
function writesOf(script: string): { readonly writes: readonly Write[]; readonly rest: readonly string[] } {
  const writes: Write[] = [];
  const rest: string[] = [];
  const lines = script.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const heredoc = /<<-?\s*(['"]?)([\w.-]+)\1/.exec(line);
    const path = /(>>?|\btee\s+(?:-a\s+)?)\s*(\/[^\s|;&<>'"]+)/.exec(line);
    const append = path !== null && (path[1] === ">>" || /-a/.test(path[1]!));
    if (heredoc) {
      const body: string[] = [];
      while (++at < lines.length && lines[at]!.trim() !== heredoc[2]) body.push(lines[at]!);
      if (path) writes.push({ path: path[2]!, append, content: `${body.join("\n")}\n` });
      continue;
    }
    const said = /\b(?:echo|printf)\s+(?:-[en]+\s+)?(?:"([^"]*)"|'([^']*)'|([^|>]*))/.exec(line);
    if (path && said) {
      const content = (said[1] ?? said[2] ?? said[3] ?? "").replaceAll("\\n", "\n");
      writes.push({ path: path[2]!, append, content: `${content}\n` });
    } else rest.push(line);
  }
  return { writes, rest };
}

export function isLoopback(address: string): boolean {
  return /^127\.|^::1$|^localhost$/.test(address);
}
