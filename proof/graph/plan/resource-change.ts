/** An entry of `resource_changes` or `resource_drift` in `terraform show -json`. */
import { isRecord, type JsonObject, property } from "../json/json-syntax";
import { type Action } from "../model";

/** The `change` of an entry; empty if it has none. */
export function changeOf(change: unknown): JsonObject {
  const of = property(change, "change");
  return isRecord(of) ? of : {};
}

/**
 * The meaning of a list of actions: `["delete", "create"]` is a replacement. Undefined if Terraform only forgets the
 * resource.
 */
export function actionOf(actions: unknown): Action | undefined {
  const all: unknown[] = Array.isArray(actions) ? actions : [];
  if (all.includes("delete") && all.includes("create")) return "replace";
  const [only] = all;
  return only === "create" || only === "update" || only === "delete" || only === "no-op" || only === "read"
    ? only
    : undefined;
}

/** A resource that Terraform forgets without destroying it stays in AWS unchanged. */
export function isForgotten(change: unknown): boolean {
  const actions = property(change, "actions");
  return Array.isArray(actions) && actions.includes("forget");
}
