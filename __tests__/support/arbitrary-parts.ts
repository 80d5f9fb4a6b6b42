import * as fc from "fast-check";

/** What any part of an organization file is made of. */

export const name = fc.oneof(
  fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/),
  fc.stringMatching(/^[a-z][a-z0-9-]{30}[a-z0-9]$/),
  fc.constantFrom("valueof", "terraform", "resource", "default", "organization"),
);

/** Text of the user's own, with what Terraform and shells would make something of. */
export const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom("${HOME}", "%{ if true }", "a\nb", '"quoted"', "$${x}", "~", "null", "0755", "ünïcødé"),
);

export function names(minLength: number, maxLength: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(name, { minLength, maxLength });
}

export function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

/** Without the properties that are `undefined`: the file does not have them. */
export function compact<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

export function recordOf<T>(keys: readonly string[], value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc.record(Object.fromEntries(keys.map((key) => [key, value])));
}

/** Ids of resources that exist already, told apart by their number. */
export function resourceId(prefix: string, number: number): string {
  return `${prefix}-${number.toString(16).padStart(17, "0")}`;
}
