import * as fc from "fast-check";

/** Values that any part of an organization file uses. */

export const name = fc.oneof(
  fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/),
  fc.stringMatching(/^[a-z][a-z0-9-]{30}[a-z0-9]$/),
  fc.constantFrom("valueof", "terraform", "resource", "default", "organization"),
);

/** User text, including text with a meaning in Terraform and in shells. */
export const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom("${HOME}", "%{ if true }", "a\nb", '"quoted"', "$${x}", "~", "null", "0755", "ünïcødé"),
);

/** In one case, since IAM ignores case, and only with characters that it accepts. */
export const tags = fc.dictionary(
  fc.stringMatching(/^[A-Z]{2,12}$/),
  text.filter((value) => /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(value)),
  { maxKeys: 2 },
);

/** A `Name` tag of a VPC's own. */
export const nameTag = fc.constantFrom(undefined, "acme-prod-euw1", "Network / apps", "vpc_1", "x".repeat(128));

/** Tags of one part of the file, which may have the keys of `defaultTags` too. */
export const ownTags = fc.option(tags, { nil: {} });

export function names(minLength: number, maxLength: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(name, { minLength, maxLength });
}

export function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

/** Without the properties that are `undefined`, which the file omits. */
export function compact<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

export function recordOf<T>(keys: readonly string[], value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc.record(Object.fromEntries(keys.map((key) => [key, value])));
}

/** Ids of existing resources, distinguished by a number. */
export function resourceId(prefix: string, number: number): string {
  return `${prefix}-${number.toString(16).padStart(17, "0")}`;
}

/** Zones of a Region, in any order. */
export function zonesOf(region: string, minLength: number): fc.Arbitrary<string[]> {
  return fc
    .shuffledSubarray(["a", "b", "c", "d", "e", "f"], { minLength, maxLength: 4 })
    .map((letters) => letters.map((letter) => `${region}${letter}`));
}
