/** Numbers as in Terraform: exact decimals, as far as JavaScript's numbers are equal. */
import { type Value } from "../model";

/** A number, or a text that Terraform converts to one; undefined otherwise. */
export function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind !== "literal") return undefined;
  if (typeof value.value === "number") return value.value;
  if (typeof value.value !== "string" || !/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value.value)) return undefined;
  return Number(value.value);
}

/** Whether a result equals Terraform's, which uses 512 bits: at most 15 digits. */
export function isExact(number: number): boolean {
  if (Object.is(number, -0)) return false; // "-0" in Terraform's text
  if (Number.isInteger(number)) return Number.isSafeInteger(number);
  const digits = /^-?0*(\d*)\.?(\d*)/.exec(String(number));
  return (
    Number.isFinite(number) &&
    !String(number).includes("e") &&
    `${digits?.[1]}${digits?.[2]}`.replace(/^0+/, "").length <= 15
  );
}
