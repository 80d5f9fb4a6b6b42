/** `cidrsubnet` and `cidrhost` for IPv4; IPv6 is not supported. */

export function cidrSubnet(prefix: string, newBits: number, number: number): string | undefined {
  const parsed = parse(prefix);
  if (!parsed || !Number.isInteger(newBits) || newBits < 0 || !Number.isInteger(number)) return undefined;
  const length = parsed.length + newBits;
  if (length > 32 || number < 0 || number >= 2 ** newBits) return undefined;
  return `${text(parsed.address + number * 2 ** (32 - length))}/${length}`;
}

/** Consecutive ranges, each aligned to its own size. */
export function cidrSubnets(prefix: string, newBits: readonly number[]): string[] | undefined {
  const parsed = parse(prefix);
  if (!parsed) return undefined;
  let next = parsed.address;
  const end = parsed.address + 2 ** (32 - parsed.length);
  const found: string[] = [];
  for (const bits of newBits) {
    const length = parsed.length + bits;
    if (!Number.isInteger(bits) || bits < 1 || length > 32) return undefined;
    const size = 2 ** (32 - length);
    const start = Math.ceil(next / size) * size;
    if (start + size > end) return undefined;
    found.push(`${text(start)}/${length}`);
    next = start + size;
  }
  return found;
}

export function cidrNetmask(prefix: string): string | undefined {
  const parsed = parse(prefix);
  return parsed && text(2 ** 32 - 2 ** (32 - parsed.length));
}

export function cidrHost(prefix: string, number: number): string | undefined {
  const parsed = parse(prefix);
  if (!parsed || !Number.isInteger(number)) return undefined;
  const size = 2 ** (32 - parsed.length);
  const at = number < 0 ? size + number : number;
  return at >= 0 && at < size ? text(parsed.address + at) : undefined;
}

function parse(prefix: string): { address: number; length: number } | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(prefix);
  if (!found) return undefined;
  const [a, b, c, d, length] = found.slice(1).map(Number) as [number, number, number, number, number];
  if ([a, b, c, d].some((octet) => octet > 255) || length > 32) return undefined;
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const size = 2 ** (32 - length);
  return { address: Math.floor(address / size) * size, length };
}

function text(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}
