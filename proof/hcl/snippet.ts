/** Names of resources that fixes add. */

/** Converts any text to a Terraform name. */
export function labelOf(text: string): string {
  const label = text.replaceAll(/[^A-Za-z0-9_-]+/g, "_").replaceAll(/^_+|_+$/g, "");
  return /^[A-Za-z_]/.test(label) ? label : `_${label}`;
}
