import { createHash } from "node:crypto";

/**
 * A name within AWS's limit: unchanged or, if it is too long, its beginning and a hash of the whole, so that long names
 * with the same beginning stay distinct.
 *
 * @param max characters that AWS allows, at least 16
 */
export function shortened(name: string, max: number): string {
  if (name.length <= max) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, max - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}
