/** Pieces of HCL, for fixes. */
import { type Resource } from "../graph/model";

/** A Terraform name made of any text. */
export function labelOf(text: string): string {
  const label = text.replaceAll(/[^A-Za-z0-9_-]+/g, "_").replaceAll(/^_+|_+$/g, "");
  return /^[A-Za-z_]/.test(label) ? label : `_${label}`;
}

/** How HCL beside a resource, in its own module, names an attribute of it. */
export function referenceTo(resource: Resource, attribute: string): string {
  const local = resource.module === "" ? resource.address : resource.address.slice(resource.module.length + 1);
  return `${local}.${attribute}`;
}
