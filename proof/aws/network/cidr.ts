/** Compares address ranges. */
import { Address4, Address6, AddressError } from "ip-address";

export interface Range {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

export type Overlap = "all" | "some" | "none";

export const everywhere4: Range = { version: 4, first: 0n, last: (1n << 32n) - 1n };

const parsed = new Map<string, Range | undefined>();

/** Undefined if the text is not an address or CIDR block. */
export function rangeOf(text: string): Range | undefined {
  if (parsed.has(text)) return parsed.get(text);
  const range = parse(text);
  if (parsed.size < 10_000) parsed.set(text, range);
  return range;
}

function parse(text: string): Range | undefined {
  return (
    attempt(() => of(new Address4(text), 4, 32n)) ??
    (text.includes(":") ? attempt(() => of(new Address6(text), 6, 128n)) : undefined)
  );
}

function attempt(read: () => Range): Range | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof AddressError) return undefined;
    throw error;
  }
}

function of(address: Address4 | Address6, version: 4 | 6, bits: bigint): Range {
  const others = (1n << (bits - BigInt(address.subnetMask))) - 1n;
  const first = address.bigInt() & ~others;
  return { version, first, last: first | others };
}

/** How much of `inner` is in `outer`. */
export function overlap(outer: Range, inner: Range): Overlap {
  if (outer.version !== inner.version || outer.last < inner.first || inner.last < outer.first) return "none";
  return outer.first <= inner.first && inner.last <= outer.last ? "all" : "some";
}

/** Whether ranges together contain all of another: `0.0.0.0/1` and `128.0.0.0/1` contain every address. */
export function covered(inner: Range, by: readonly Range[]): boolean {
  const sorted = by.filter(({ version }) => version === inner.version).sort((a, b) => (a.first < b.first ? -1 : 1));
  let next = inner.first;
  for (const { first, last } of sorted) {
    if (first > next) return false;
    if (last >= next) next = last + 1n;
    if (next > inner.last) return true;
  }
  return false;
}

/** Ranges that no public service uses. */
export const privateRanges: readonly Range[] = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
].map((text) => rangeOf(text)!);

/** The remaining IPv4 ranges, in order. */
export const publicRanges: readonly Range[] = [
  ...privateRanges,
  { version: 4, first: 224n << 24n, last: everywhere4.last },
]
  .map(({ first }, at, taken) => ({ version: 4 as const, first: at ? taken[at - 1]!.last + 1n : 0n, last: first - 1n }))
  .filter(({ first, last }) => first <= last);

/** An IPv4 range as a CIDR block. */
export function blockOf({ first, last }: Range): string {
  const octets = [24n, 16n, 8n, 0n].map((bits) => (first >> bits) & 255n);
  return `${octets.join(".")}/${32 - (last - first).toString(2).replace(/^0$/, "").length}`;
}
