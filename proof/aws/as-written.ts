import { type Resource } from "../graph/model";

/**
 * Whether a resource's values are what somebody wrote. In a state, and in the plan of what exists, they are what AWS
 * reports: a group's inline rules then hold those that other resources added.
 */
export function isAsWritten({ document, action }: Resource): boolean {
  return document.kind === "configuration" || action === "create" || action === "replace";
}
