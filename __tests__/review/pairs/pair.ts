/** Pairs of real plans: a dangerous change of a deployed configuration, and one like it that is harmless. */
import { type StopKind } from "../../../review/stops/stop";

export type BaseName = "account" | "network" | "workload";

/** The changes that are planned over the deployed configuration. */
export interface Edit {
  readonly hcl?: (text: string) => string;
  /** More arguments of `terraform plan`. */
  readonly args?: readonly string[];
  /** Changes of the state, as if they had happened before. */
  readonly state?: readonly StateEdit[];
}

export type StateEdit =
  | { readonly form: "tainted"; readonly address: string }
  /** An old object, which an earlier apply did not destroy. */
  | { readonly form: "deposed"; readonly address: string };

export interface RealPair {
  /** The name of the recorded plans. */
  readonly name: string;
  readonly danger: Edit;
  /** Every stop, in order: `outage aws_vpc.apps`. */
  readonly stops: readonly `${StopKind} ${string}`[];
  /** Parts of the comment, as it is shown. */
  readonly says?: readonly string[];
  /** Texts that must not be in the comment. */
  readonly saysNot?: readonly string[];
  readonly harmless: Edit;
}

/** A top-level block: `resource "aws_vpc" "apps" {` to the next `}` at the start of a line. */
function blockOf(text: string, address: string): string {
  const [type = "", name] = address.split(".");
  const start = text.indexOf(type === "output" ? `output "${name}" {` : `resource "${type}" "${name}" {`);
  if (start === -1) throw new Error(`no block ${address}`);
  return text.slice(start, text.indexOf("\n}\n", start) + 3);
}

/** Removes blocks. */
export const remove = (...addresses: readonly string[]): Edit => ({
  hcl: (text) => addresses.reduce((left, address) => left.replace(blockOf(left, address), ""), text),
});

/** Replaces a text that a block has once. */
export const replace = (address: string, from: string, to: string): Edit => ({
  hcl: (text) => {
    const block = blockOf(text, address);
    if (block.split(from).length !== 2) throw new Error(`${address} should have ${from} once`);
    return text.replace(block, () => block.replace(from, () => to));
  },
});

/** Adds a line to a block. */
export const addTo = (address: string, line: string): Edit => ({
  hcl: (text) => {
    const block = blockOf(text, address);
    return text.replace(block, () => block.replace(/\n\}\n$/, () => `\n  ${line}\n}\n`));
  },
});

/** Adds blocks. */
export const add = (hcl: string): Edit => ({ hcl: (text) => `${text}\n${hcl}\n` });

/** Gives a resource another name, whatever refers to it. */
export const rename = (address: string, name: string): Edit => ({
  hcl: (text) => {
    const [type = "", old = ""] = address.split(".");
    return text
      .replaceAll(`resource "${type}" "${old}" {`, `resource "${type}" "${name}" {`)
      .replace(new RegExp(`\\b${type}\\.${old}\\b`, "g"), `${type}.${name}`);
  },
});

export const tainted = (address: string): Edit => ({ state: [{ form: "tainted", address }] });
export const deposed = (address: string): Edit => ({ state: [{ form: "deposed", address }] });
export const args = (...given: readonly string[]): Edit => ({ args: given });

/** All edits, in this order. */
export const all = (...edits: readonly Edit[]): Edit => ({
  hcl: (text) => edits.reduce((now, { hcl }) => (hcl ? hcl(now) : now), text),
  args: edits.flatMap((edit) => edit.args ?? []),
  state: edits.flatMap((edit) => edit.state ?? []),
});

export const moved = (from: string, to: string): Edit => add(`moved {\n  from = ${from}\n  to   = ${to}\n}`);
export const tag = (address: string): Edit => addTo(address, 'tags = { team = "web" }');
export const json = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement] }).replaceAll('"', '\\"');
