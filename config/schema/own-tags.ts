import { tags } from "./primitives";

/** The property `tags` of a part of the file. @param what the part whose stack gets them, such as `VPC` */
export function ownTags(what: string) {
  return tags.default({}).meta({
    description: `Tags of every resource of the stack of this ${what}, in addition to \`defaultTags\`; a tag of the same key replaces the one there. Default: none.`,
    examples: [{ CostCenter: "1234" }],
  });
}
