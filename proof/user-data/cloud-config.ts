/** The modules of `#cloud-config` that touch name servers, hosts or files (cloud-init's module reference). */
import { gunzipSync } from "node:zlib";

import { parse } from "yaml";

import { hole, hostsFile, type HostState, leased, resolvConf } from "./host-state";

export interface CloudConfig {
  /** Runs before everything else, at every boot. */
  readonly bootCommands: readonly string[];
  /** Run last. */
  readonly runCommands: readonly string[];
}

/** Modules that run their own code or configuration. */
const unread = [
  "ansible",
  "chef",
  "puppet",
  "salt_minion",
  "mcollective",
  "autoinstall",
  "landscape",
  "ubuntu_autoinstall",
];

/** Applies the files that its modules write; the caller handles commands. */
export function applyCloudConfig(text: string, state: HostState, doubts: Set<string>): CloudConfig {
  const none: CloudConfig = { bootCommands: [], runCommands: [] };
  let config: unknown;
  try {
    config = parse(text.replaceAll(hole, "\uE000"), { maxAliasCount: 100 });
  } catch {
    doubts.add("its #cloud-config is not valid YAML");
    return none;
  }
  if (config === null || typeof config !== "object" || Array.isArray(config)) return none;
  const of = (name: string): unknown => (config as Record<string, unknown>)[name];
  for (const name of unread) if (of(name) !== undefined) doubts.add(`its #cloud-config has ${name}, which is not read`);
  for (const file of asArray(of("write_files"))) writeFile(file, state);
  const managesServers = isOn(of("manage_resolv_conf"));
  if (managesServers && isObject(of("resolv_conf"))) {
    const servers = asArray((of("resolv_conf") as Record<string, unknown>)["nameservers"]).map(textOf);
    state.write(resolvConf, servers.map((one) => `nameserver ${one}\n`).join(""), false, "its #cloud-config names it");
  } else if (managesServers) state.write(resolvConf, leased, false);
  if (isOn(of("manage_etc_hosts")) || of("manage_etc_hosts") === "template") {
    state.forget(hostsFile, "manage_etc_hosts writes it from a template at every boot");
  }
  return { bootCommands: asArray(of("bootcmd")).map(command), runCommands: asArray(of("runcmd")).map(command) };
}

/** Like `util.translate_bool` in cloud-init, after YAML 1.1. */
function isOn(value: unknown): boolean {
  return value === true || /^(?:true|1|on|yes|y)$/i.test(textOf(value));
}

function writeFile(file: unknown, state: HostState): void {
  if (!isObject(file)) return;
  const path = textOf(file["path"]);
  if (path.includes(hole) || path === "") return;
  const content = contentOf(textOf(file["content"] ?? ""), textOf(file["encoding"] ?? "text/plain"));
  state.write(path, content, file["append"] === true, `write_files of its #cloud-config holds what is not known`);
}

function contentOf(content: string, encoding: string): string {
  const isBase64 = /b64|base64/i.test(encoding);
  const isGzip = /gz/i.test(encoding);
  if (!isBase64 && !isGzip) return content;
  if (!isBase64 || content.includes(hole)) return hole;
  try {
    const bytes = Buffer.from(content, "base64");
    return (isGzip ? gunzipSync(bytes, { maxOutputLength: 1 << 20 }) : bytes).toString("utf8");
  } catch {
    return hole;
  }
}

/** A list is an argument vector; a text is a command line for the shell. */
function command(item: unknown): string {
  if (Array.isArray(item)) return item.map((word) => `'${textOf(word).replaceAll("'", `'\\''`)}'`).join(" ");
  return textOf(item);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? hole : String(value as string | number | boolean);
  return text.replaceAll("\uE000", hole);
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : value === undefined || value === null ? [] : [value];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
