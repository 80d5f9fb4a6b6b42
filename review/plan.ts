/** The changes of one plan in `terraform show -json`: names and keys, never values, which may be secret. */
import { isRecord, type JsonObject, property } from "../proof/graph/json/json-syntax";
import { partialOf } from "../proof/graph/plan/partial";
import { actionOf, changeOf as planChangeOf, isForgotten } from "../proof/graph/plan/resource-change";

export type ChangeAction = "create" | "update" | "replace" | "delete" | "forget";

/** A resource that a plan changes, imports or moves. */
export interface Change {
  readonly address: string;
  readonly type: string;
  /** Undefined if it is only imported or moved. */
  readonly action?: ChangeAction;
  /** Whether the new resource is created before the old one is destroyed. */
  readonly createFirst: boolean;
  /** Attributes of an update or replacement that change: `ingress`, `tags`. */
  readonly keys: readonly string[];
  /** Attributes that force the replacement. */
  readonly causes: readonly string[];
  readonly movedFrom?: string;
  readonly imported: boolean;
  /** Attributes before and after, as far as the plan knows them; never printed. */
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** One input file. */
export interface Plan {
  /** The path on the command line. */
  readonly name: string;
  readonly changes: readonly Change[];
  /** Removed outputs. */
  readonly lostOutputs: readonly string[];
  /** Resources that were changed outside of Terraform. */
  readonly drift: readonly Change[];
  /** Why the plan is incomplete; undefined if it is complete. */
  readonly incomplete?: string;
}

export function planOf(name: string, json: JsonObject): Plan {
  const changes = changesIn(json["resource_changes"]);
  const outputs = isRecord(json["output_changes"]) ? Object.entries(json["output_changes"]) : [];
  return {
    name,
    changes: changes.filter(({ action, movedFrom, imported }) => action ?? movedFrom ?? imported),
    lostOutputs: outputs.filter(([, change]) => reviewedAction(change) === "delete").map(([key]) => key),
    drift: changesIn(json["resource_drift"]).filter(({ action }) => action !== undefined),
    ...incompleteness(json),
  };
}

function incompleteness(json: JsonObject): { incomplete?: string } {
  const partial = partialOf(json);
  if (partial === "errored") return { incomplete: "ended with an error, so more may change than it shows" };
  if (json["applyable"] === true && partial === "incomplete")
    return { incomplete: "is incomplete (-target, or deferred changes), so more changes will follow" };
  return {};
}

function changesIn(json: unknown): Change[] {
  const all = Array.isArray(json) ? (json as unknown[]) : [];
  // A data source changes nothing; a deposed object is a leftover of an earlier replacement.
  return all
    .filter((one): one is JsonObject => isRecord(one) && one["mode"] === "managed" && one["deposed"] === undefined)
    .map(changeOf);
}

function changeOf(json: JsonObject): Change {
  const change = planChangeOf(json);
  const actions = change["actions"];
  const [before, after] = [recordOf(property(change, "before")), recordOf(property(change, "after"))];
  const action = reviewedAction(change);
  const causes = causesOf(property(change, "replace_paths"));
  const moved = json["previous_address"];
  return {
    address: String(json["address"]),
    type: String(json["type"]),
    action,
    createFirst: Array.isArray(actions) && actions[0] === "create" && actions.length === 2,
    keys:
      action === "update" || action === "replace"
        ? changedKeys(before, after, property(change, "after_unknown"), causes)
        : [],
    causes,
    ...(typeof moved === "string" && moved !== json["address"] ? { movedFrom: moved } : {}),
    imported: isRecord(property(change, "importing")),
    before,
    after,
  };
}

function recordOf(json: unknown): JsonObject {
  return isRecord(json) ? json : {};
}

/** Undefined if Terraform does nothing. */
function reviewedAction(change: unknown): ChangeAction | undefined {
  const action = actionOf(property(change, "actions"));
  if (action === "no-op" || action === "read") return undefined;
  return action ?? (isForgotten(change) ? "forget" : undefined);
}

/** Everything that the provider computes changes in a replacement, so it is omitted. */
function changedKeys(before: JsonObject, after: JsonObject, unknown: unknown, causes: readonly string[]): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(recordOf(unknown))]);
  const changed = [...keys].filter((key) => {
    if (isOpen(property(unknown, key)))
      return causes.length === 0 || causes.some((cause) => /^[^.[]+/.exec(cause)?.[0] === key);
    if (causes.length > 0 && !Object.hasOwn(after, key)) return false;
    return written(property(before, key)) !== written(property(after, key));
  });
  // `tags_all` repeats `tags` with the provider's default tags.
  return changed.filter((key) => key !== "tags_all" || !changed.includes("tags")).sort();
}

/** The provider treats an empty value like an absent one. */
function written(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return ['""', "[]", "{}"].includes(text) ? "null" : text;
}

/** Whether the value contains anything that is known only after apply. */
function isOpen(unknown: unknown): boolean {
  if (unknown === true) return true;
  if (typeof unknown !== "object" || unknown === null) return false;
  return Object.values(unknown).some(isOpen);
}

/** `[["ip_address", 0, "subnet_id"]]` → `ip_address[0].subnet_id`. */
function causesOf(paths: unknown): string[] {
  const all = Array.isArray(paths) ? (paths as unknown[]).filter((path) => Array.isArray(path)) : [];
  const texts = all.map((path: unknown[]) =>
    path.map((step, at) => (typeof step === "number" ? `[${step}]` : `${at > 0 ? "." : ""}${String(step)}`)).join(""),
  );
  return [...new Set(texts)].sort();
}
