import { name as nameSchema } from "../config/schema/primitives";

/** Names in Terraform that say nothing of the resource. */
const empty = new Set(["this", "main", "default", "vpc", "efs", "existing", "selected"]);

/** A name for the file, from the tag `Name` or the name in Terraform; undefined if neither makes a free one. */
export function nameFor(
  { label, terraformName }: { readonly label?: string; readonly terraformName?: string },
  taken: ReadonlySet<string>,
): string | undefined {
  const own = terraformName === undefined || empty.has(terraformName) ? undefined : terraformName;
  return [label, own]
    .map((text) => (text === undefined ? "" : asName(text)))
    .find((name) => nameSchema.safeParse(name).success && !taken.has(name));
}

/** `Content (prod)` → `content-prod` */
function asName(text: string): string {
  return text
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 32)
    .replace(/-+$/, "");
}
