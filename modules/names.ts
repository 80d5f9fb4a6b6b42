import { createHash } from "node:crypto";

/**
 * A name that AWS takes: as it is, or, where it is too long, its beginning and a hash of the whole, so that two long
 * names that begin alike stay apart.
 *
 * @param max characters that AWS allows, 16 at least
 */
export function shortened(name: string, max: number): string {
  if (name.length <= max) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, max - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}
