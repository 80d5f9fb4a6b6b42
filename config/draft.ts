import type * as z from "zod";

import { type Path } from "./errors";
import { type Finding } from "./finding";
import { type organization } from "./schema/organization";

/** Any part may be missing, or `undefined` if the schema refused its value. */
export type Partly<T> = T extends readonly (infer Item)[]
  ? readonly (Partly<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partly<T[Key]> }
    : T;

/**
 * The file as written, in short forms or not, without the values that the schema refused: checks across the file can
 * then run on the valid parts of a file that has mistakes elsewhere. The key of a refused value stays, so that a
 * reference to it is not reported as dangling.
 */
export type Draft = Partly<z.input<typeof organization>>;

/** A copy of the data without the refused values. */
export function draftOf(data: unknown, refused: readonly Finding[]): Draft {
  const copy = structuredClone(data);
  for (const { path, meant, undecided } of refused) {
    // If the form of a mapping is undecided, the schema has not checked anything in it.
    refuse(copy, undecided ? path.slice(0, -1) : path);
    if (meant !== undefined) refuse(copy, [...path.slice(0, -1), meant]);
  }
  return typeof copy === "object" && copy !== null && !Array.isArray(copy) ? copy : {};
}

/**
 * Keeps the key and removes its value. A missing key is added too, so that references to it are not reported as
 * dangling.
 */
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

/** The entries of a mapping that the schema accepted. */
export function entries<T>(record: Readonly<Record<string, T | undefined>> | undefined): [string, T][] {
  return Object.entries(record ?? {}).filter((entry): entry is [string, T] => entry[1] !== undefined);
}

/** The id of an account by its name in the file. */
export function accountId({ accounts }: Draft, name: string | undefined): string | undefined {
  return name !== undefined && has(accounts, name) ? accounts?.[name]?.id : undefined;
}

/** The items of a list that the schema accepted, each with its index. */
export function items<T>(list: readonly (T | undefined)[] | undefined): [number, T][] {
  return [...(list ?? []).entries()].filter((entry): entry is [number, T] => entry[1] !== undefined);
}

/** Whether a key of this name exists, even if the schema refused its value. */
export function has(record: object | undefined, name: string): boolean {
  return record !== undefined && Object.hasOwn(record, name);
}
