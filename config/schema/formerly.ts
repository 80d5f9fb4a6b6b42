import { formatted } from "./primitives";

/** The earlier name of a part of the file that keeps its resources. */
export const formerly = formatted(
  /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
  "the name that it had at the same place in the file; Terraform can't move a resource to another stack's state",
);

/** @param part what was renamed @param more what is special about it */
export function formerlyMeta(part: string, more = "") {
  return {
    description: `The name that the ${part} had when it was created: its resources are moved to the new addresses instead of being destroyed. Names in AWS stay, since AWS can't change them, so keep this property.${more} Default: never renamed.`,
    examples: ["old-name"],
  };
}
