import type * as z from "zod";

import { type Path } from "./errors";
import { type organization } from "./schema/organization";
import { type Finding } from "./source";

/** Any part of it may be missing, or `undefined` where the schema refused what stands there. */
export type Partly<T> = T extends readonly (infer Item)[]
  ? readonly (Partly<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partly<T[Key]> }
    : T;

/**
 * The file as written, short forms and all, without what the schema refused: so checks across the file can run on the
 * sound parts of a file that has mistakes elsewhere. What was refused is still there as a key, so that a reference to
 * it is not called dangling.
 */
export type Draft = Partly<z.input<typeof organization>>;

/** The data without what is refused; the data itself is left alone. */
export function draftOf(data: unknown, refused: readonly Finding[]): Draft {
  const copy = structuredClone(data);
  for (const { path, meant, undecided } of refused) {
    // Where it is not known which form a mapping has, nothing in it was looked at.
    refuse(copy, undecided ? path.slice(0, -1) : path);
    if (meant !== undefined) refuse(copy, [...path.slice(0, -1), meant]);
  }
  return typeof copy === "object" && copy !== null && !Array.isArray(copy) ? copy : {};
}

/** Leaves the key, without its value. A key that is missing gets in too, so that what is meant by it is not called missing. */
function refuse(data: unknown, path: Path): void {
  let parent = data;
  for (const segment of path.slice(0, -1)) {
    if (typeof parent !== "object" || parent === null || !Object.hasOwn(parent, segment)) return;
    parent = (parent as Record<string | number, unknown>)[segment];
  }
  const last = path[path.length - 1];
  if (last === undefined || typeof parent !== "object" || parent === null) return;
  (parent as Record<string | number, unknown>)[last] = undefined;
}

/** The entries of a mapping that the schema let through. */
export function entries<T>(record: Readonly<Record<string, T | undefined>> | undefined): [string, T][] {
  return Object.entries(record ?? {}).filter((entry): entry is [string, T] => entry[1] !== undefined);
}

/** The items of a list that the schema let through, each with its index. */
export function items<T>(list: readonly (T | undefined)[] | undefined): [number, T][] {
  return [...(list ?? []).entries()].filter((entry): entry is [number, T] => entry[1] !== undefined);
}

/** Whether a name is there, be what it names sound or not. */
export function has(record: object | undefined, name: string): boolean {
  return record !== undefined && Object.hasOwn(record, name);
}
