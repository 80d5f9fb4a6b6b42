import { type Resource } from "../../graph/model";

/**
 * Whether an attribute's value comes from the configuration. In a state, and in a plan of existing resources,
 * attributes that are not configured contain what AWS reports: the inline rules of a group then include rules of other
 * resources.
 */
export function isAsWritten(resource: Resource, attribute: string): boolean {
  const { document, action } = resource;
  if (document.kind === "configuration" || action === "create" || action === "replace") return true;
  return resource.sets?.(attribute) ?? false;
}
