/**
 * The name by which one module refers to a resource of another: an output of its own call, or a variable of its own.
 */
import { type Reference } from "./model";

export interface ModuleNames {
  /** The output of a module that is known to equal this attribute: `nfs_group_id`. */
  output(module: string, of: Reference): string | undefined;
  /** The output of a module that is known to list exactly these. */
  list(module: string, of: readonly Reference[]): string | undefined;
  /** The variable of a module that is known to receive this attribute. */
  variable(module: string, of: Reference): string | undefined;
  /** The name of every output and variable of a module. */
  taken(module: string): ReadonlySet<string>;
  /** The module's source as written: `./modules/store`. */
  source(module: string): string | undefined;
}

/** `module.a.module.b["x"]` is in `module.a`, which is in the root module. */
export function parentOf(module: string): string {
  return /^(?:(.*)\.)?module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?$/.exec(module)?.[1] ?? "";
}

/** Whether a module is another one, or inside it. */
export function isWithin(module: string, other: string): boolean {
  return other === "" || module === other || module.startsWith(`${other}.`);
}

/** An address without instance keys, which identifies a block of the configuration. */
export function blockAddress(address: string): string {
  return address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}
