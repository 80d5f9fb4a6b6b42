/**
 * The name by which one module refers to a resource of another: an output of its own call, or a variable of its own.
 */

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
