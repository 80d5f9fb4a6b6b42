/** The changes of one plan in `terraform show -json`. */
import { isRecord, type JsonObject, property } from "../../proof/graph/json/json-syntax";
import { partialOf, resourcesIn } from "../../proof/graph/plan/partial";
import { actionOf, changeOf as planChangeOf, isForgotten } from "../../proof/graph/plan/resource-change";

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
  /** The key of an object that an earlier apply should have destroyed; another object has its address now. */
  readonly deposed?: string;
  /** Why Terraform replaces or destroys it: `replace_because_tainted`. */
  readonly reason?: string;
  /** Attributes before and after, as far as the plan knows them. What is sensitive is never printed. */
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Which attributes are known only after apply, and which are sensitive. */
  readonly unknown: JsonObject;
  readonly isSensitive: (attribute: string) => boolean;
}

export interface OutputChange {
  readonly name: string;
  readonly action: ChangeAction;
  readonly before: unknown;
  readonly after: unknown;
  /** Whether a part of it is known only after apply. */
  readonly unknown: boolean;
  readonly sensitive: boolean;
}

export interface FailedCheck {
  readonly name: string;
  readonly messages: readonly string[];
}

/** One input file. */
export interface Plan {
  /** The path on the command line. */
  readonly name: string;
  readonly changes: readonly Change[];
  /** All managed resources of the plan, including those that stay as they are. */
  readonly resources: readonly Change[];
  /** Outputs that are removed or get another value. */
  readonly outputs: readonly OutputChange[];
  /** The account ids that its resources and providers name as their own. */
  readonly accounts: ReadonlySet<string>;
  /** Failed check blocks: the check, and its messages. */
  readonly checks: readonly FailedCheck[];
  /** Terraform actions that run during apply. */
  readonly actions: readonly string[];
  /** Resources that were changed outside of Terraform. A value that only becomes empty is no change. */
  readonly drift: readonly Change[];
  /** The resources and attributes that its changes refer to; without an attribute, the whole resource. */
  readonly relevant: readonly { readonly resource: string; readonly attribute?: string }[];
  /** Whether it ended with an error, so that it has only a part of the changes. */
  readonly errored?: boolean;
  /** Whether it leaves changes to a later plan because Terraform can't plan them yet (TF-09). */
  readonly defers?: boolean;
  /** Why the plan is incomplete; undefined if it is complete. */
  readonly incomplete?: string;
}

export function planOf(name: string, json: JsonObject): Plan {
  const all = changesIn(json["resource_changes"]);
  return {
    name,
    changes: all.filter(({ action, movedFrom, imported }) => action ?? movedFrom ?? imported),
    resources: all.filter(({ deposed }) => deposed === undefined),
    accounts: accountsIn(json),
    outputs: outputsIn(json["output_changes"]),
    checks: failedChecks(json["checks"]),
    actions: listOf(json["action_invocations"]).map((one) => String(property(one, "address"))),
    drift: changesIn(json["resource_drift"]).filter(
      ({ action, keys }) => action !== undefined && (action !== "update" || keys.length > 0),
    ),
    relevant: listOf(json["relevant_attributes"]).map((one) => {
      const [attribute] = listOf(property(one, "attribute"));
      return {
        resource: String(property(one, "resource")),
        ...(attribute === undefined ? {} : { attribute: String(attribute) }),
      };
    }),
    ...incompleteness(json),
  };
}

function incompleteness(json: JsonObject): Pick<Plan, "errored" | "defers" | "incomplete"> {
  const partial = partialOf(json);
  if (partial === "errored")
    return { errored: true, incomplete: "ended with an error, so more may change than it shows" };
  const deferred = listOf(json["deferred_changes"]);
  if (deferred.length > 0) {
    const named = deferred.slice(0, 3).map((one) => {
      const address = property(property(one, "resource_change"), "address");
      return `${String(address)} (${String(property(one, "reason"))})`;
    });
    const rest = deferred.length > 3 ? ` and ${deferred.length - 3} more` : "";
    return { defers: true, incomplete: `is incomplete: it defers ${named.join(", ")}${rest} to a later plan` };
  }
  if (json["applyable"] === true && partial === "incomplete")
    return { incomplete: "is incomplete (-target, or deferred changes), so more changes will follow" };
  return {};
}

function outputsIn(json: unknown): OutputChange[] {
  return Object.entries(recordOf(json)).flatMap(([name, change]) => {
    const action = reviewedAction(change);
    if (action === undefined || action === "create") return [];
    const [before, after] = [property(change, "before"), property(change, "after")];
    const open = isOpen(property(change, "after_unknown"));
    // Only its sensitivity changes.
    if (action === "update" && !open && JSON.stringify(before) === JSON.stringify(after)) return [];
    const sensitive = [property(change, "before_sensitive"), property(change, "after_sensitive")].some(isOpen);
    return [{ name, action, before, after, unknown: open, sensitive }];
  });
}

/** `terraform plan` only warns of a check block that fails; a failed condition of a resource ends it with an error. */
function failedChecks(json: unknown): FailedCheck[] {
  return listOf(json).flatMap((check) => {
    const status = property(check, "status");
    if (status !== "fail" && status !== "error") return [];
    const problems = listOf(property(check, "instances")).flatMap((one) => listOf(property(one, "problems")));
    return [
      {
        name: String(property(property(check, "address"), "to_display")),
        messages: problems.map((problem) => String(property(problem, "message"))),
      },
    ];
  });
}

function accountsIn(json: JsonObject): Set<string> {
  const found = new Set<string>();
  const note = (account: unknown) => {
    if (typeof account === "string" && /^\d{12}$/.test(account)) found.add(account);
  };
  const states = [property(json["prior_state"], "values"), json["planned_values"]];
  for (const resource of states.flatMap((state) => resourcesIn(property(state, "root_module")))) {
    const values = property(resource, "values");
    if (property(resource, "type") === "aws_caller_identity") note(property(values, "account_id"));
    const arn = property(resource, "mode") === "managed" ? property(values, "arn") : undefined;
    if (typeof arn === "string") note(arn.split(":")[4]);
  }
  for (const provider of Object.values(recordOf(property(json["configuration"], "provider_config")))) {
    const allowed = property(property(property(provider, "expressions"), "allowed_account_ids"), "constant_value");
    listOf(allowed).forEach(note);
  }
  return found;
}

function listOf(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? (json as unknown[]) : [];
}

function changesIn(json: unknown): Change[] {
  // A data source changes nothing.
  return listOf(json)
    .filter((one): one is JsonObject => isRecord(one) && one["mode"] === "managed")
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
      action === "update" || (action === "replace" && (causes.length > 0 || json["action_reason"] === undefined))
        ? changedKeys(before, after, property(change, "after_unknown"), causes)
        : [],
    causes,
    ...(typeof moved === "string" && moved !== json["address"] ? { movedFrom: moved } : {}),
    imported: isRecord(property(change, "importing")),
    ...(typeof json["deposed"] === "string" ? { deposed: json["deposed"] } : {}),
    ...(typeof json["action_reason"] === "string" ? { reason: json["action_reason"] } : {}),
    before,
    after,
    unknown: recordOf(property(change, "after_unknown")),
    isSensitive: (attribute) =>
      [property(change, "before_sensitive"), property(change, "after_sensitive")].some(
        (sensitive) => sensitive === true || isOpen(property(sensitive, attribute)),
      ),
  };
}

function recordOf(json: unknown): JsonObject {
  return isRecord(json) ? json : {};
}

/** Undefined if Terraform does nothing. */
function reviewedAction(change: unknown): ChangeAction | undefined {
  if (isForgotten(change)) return "forget";
  const action = actionOf(property(change, "actions"));
  return action === "no-op" || action === "read" ? undefined : action;
}

/** Everything that the provider computes changes in a replacement, so it is omitted. */
function changedKeys(before: JsonObject, after: JsonObject, unknown: unknown, causes: readonly string[]): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(recordOf(unknown))]);
  const changed = [...keys].filter((key) => {
    if (isOpen(property(unknown, key)))
      return causes.length === 0 || causes.some((cause) => /^[^.[]+/.exec(cause)?.[0] === key);
    if (causes.length > 0 && !Object.hasOwn(after, key)) return false;
    // A state has zeros, and blocks of zeros, for arguments that nobody set; the plan of a new resource leaves them out.
    if (causes.length > 0 && isZero(property(before, key)) && isZero(property(after, key))) return false;
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

function isZero(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).every(isZero);
  return value === undefined || value === null || value === "" || value === 0 || value === false;
}

/** Whether `after_unknown` or `after_sensitive` marks any part of a value. */
export function isOpen(unknown: unknown): boolean {
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
