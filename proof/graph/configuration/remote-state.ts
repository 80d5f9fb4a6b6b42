/** Finds the stack whose state a `terraform_remote_state` reads: the one with the same backend configuration. */
import { resolve } from "node:path";

import { type Scope } from "../expression/scope";
import { entriesOf, onlyBlock } from "../json/json-syntax";
import { type Unknown, unknownValue, type Value } from "../model";
import { bodyValue } from "./body";
import { type ConfigurationResource } from "./resource";
import { type Stack } from "./stack";

/** The location of a state, with the settings that identify it. */
export interface State {
  readonly kind: "state";
  readonly backend: string;
  readonly identity: readonly string[];
  /** Equal for the same state only. */
  readonly key: string;
}

/** The settings that identify a state, by backend; all others only affect access to it. */
const identifying = new Map<string, readonly string[]>([
  ["s3", ["bucket", "key"]],
  ["gcs", ["bucket", "prefix"]],
  ["azurerm", ["storage_account_name", "container_name", "key"]],
  ["http", ["address"]],
  ["consul", ["address", "path"]],
  ["pg", ["conn_str", "schema_name"]],
  ["kubernetes", ["secret_suffix", "namespace"]],
  ["oss", ["bucket", "prefix", "key"]],
  ["cos", ["bucket", "prefix", "key"]],
]);

function stateAt(backend: string, identity: readonly string[]): State {
  return { kind: "state", backend, identity, key: JSON.stringify([backend, ...identity]) };
}

/** Text for messages: `s3 states/network.tfstate`. */
export function describeState({ backend, identity }: State): string {
  return `${backend} ${identity.filter((part) => part !== "").join("/")}`;
}

/** The state of a stack itself; undefined if its backend is configured from outside. */
export function ownState(stack: Stack): State | undefined {
  for (const settings of stack.settings) {
    const cloud = onlyBlock(settings["cloud"]);
    if (cloud) return stateOf("remote", blockValue(cloud, stack), stack);
    for (const [backend, block] of entriesOf(settings["backend"])) {
      return stateOf(backend, blockValue(onlyBlock(block) ?? {}, stack), stack);
    }
  }
  return stateOf("local", new Map(), stack);
}

/** The state that a data source reads. */
export function remoteState(resource: ConfigurationResource, stack: Stack): State | Unknown {
  const text = `${resource.address}.config`;
  const backend = stack.follow(resource.get("backend"));
  const workspace = stack.follow(resource.get("workspace"));
  if (workspace.kind !== "literal" || (workspace.value !== null && workspace.value !== "default")) {
    return unknownValue(text, "reads another workspace's state");
  }
  const config = stack.follow(resource.get("config"));
  if (backend.kind !== "literal" || typeof backend.value !== "string")
    return unknownValue(text, "the backend is not known");
  const settings = config.kind === "list" && config.items.length === 1 ? config.items[0]! : config;
  const entries = settings.kind === "object" ? settings.entries : new Map<string, Value>();
  return (
    stateOf(backend.value, entries, stack) ??
    unknownValue(text, `the configuration of the ${backend.value} backend is not known`)
  );
}

function blockValue(block: unknown, scope: Scope): ReadonlyMap<string, Value> {
  const value = bodyValue(block, scope);
  return value.kind === "object" ? value.entries : new Map();
}

function stateOf(backend: string, settings: ReadonlyMap<string, Value>, stack: Stack): State | undefined {
  const text = (name: string) => textOf(settings.get(name), stack);
  if (backend === "local") {
    if (settings.has("path") && text("path") === undefined) return undefined;
    // Relative to the folder in which Terraform runs.
    return stateAt(backend, [resolve(stack.folder, text("path") ?? "terraform.tfstate")]);
  }
  if (backend === "remote" || backend === "cloud") {
    const workspaces = settings.get("workspaces");
    const only = workspaces?.kind === "list" ? workspaces.items[0] : workspaces;
    const name = only?.kind === "object" ? textOf(only.entries.get("name"), stack) : undefined;
    const organization = text("organization");
    if (name === undefined || organization === undefined) return undefined;
    return stateAt("remote", [text("hostname") ?? "app.terraform.io", organization, name]);
  }
  const names = identifying.get(backend);
  const identity = names?.map((name) => (settings.has(name) ? text(name) : ""));
  if (!identity || identity.includes(undefined) || identity[0] === "") return undefined;
  return stateAt(backend, identity as string[]);
}

function textOf(value: Value | undefined, stack: Stack): string | undefined {
  const settled = value && stack.follow(value);
  return settled?.kind === "literal" && settled.value !== null ? String(settled.value) : undefined;
}
