/** What one module calls a resource of another: an output of its own call, or a variable that it is given. */
import { type Reference } from "./model";

export interface ModuleNames {
  /** The output of a module that is known to be this attribute: `nfs_group_id`. */
  output(module: string, of: Reference): string | undefined;
  /** The output of a module that is known to list just these. */
  list(module: string, of: readonly Reference[]): string | undefined;
  /** The variable of a module that is known to be given this attribute. */
  variable(module: string, of: Reference): string | undefined;
  /** Every name of an output or a variable that a module has. */
  taken(module: string): ReadonlySet<string>;
  /** Where the module's code comes from, as it is written: `./modules/store`. */
  source(module: string): string | undefined;
}

/** `module.a.module.b["x"]` is in `module.a`, which is in the root module. */
export function parentOf(module: string): string {
  return /^(?:(.*)\.)?module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?$/.exec(module)?.[1] ?? "";
}

/** Whether a module is another, or in it. */
export function isWithin(module: string, other: string): boolean {
  return other === "" || module === other || module.startsWith(`${other}.`);
}

/** An address without instance keys: what a block of the configuration stands for. */
export function blockAddress(address: string): string {
  return address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}
