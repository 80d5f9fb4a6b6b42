import { type Resource } from "../graph/model";

/**
 * Whether an attribute's value is what somebody wrote. In a state, and in the plan of what exists, what is not
 * configured is what AWS reports: a group's inline rules then hold those that other resources added.
 */
export function isAsWritten(resource: Resource, attribute: string): boolean {
  const { document, action } = resource;
  if (document.kind === "configuration" || action === "create" || action === "replace") return true;
  return resource.sets?.(attribute) ?? false;
}
