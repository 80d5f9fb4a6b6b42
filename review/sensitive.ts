/** Keeps what a plan marks as sensitive out of every text of a review. */
import { isRecord, type JsonObject, property } from "../proof/graph/json/json-syntax";
import { resourcesIn } from "../proof/graph/plan/partial";
import { changeOf } from "../proof/graph/plan/resource-change";
import { type Plan } from "./plan";

const masked = "(sensitive)";

/** Shorter values are too common to be found in a text; longer ones are found inside of other words, too. */
const [shortest, long] = [4, 12];

/** Fields that quote values. Addresses and names of the configuration are not secret. */
const quoting = new Set([
  "what",
  "todo",
  "detail",
  "fix",
  "terraform",
  "organization",
  "settle",
  "messages",
  "incomplete",
]);

/** The same review without sensitive values of these plans. */
export function withoutSensitive<T extends { readonly plans: readonly Plan[] }>(
  review: T,
  plans: readonly JsonObject[],
): T {
  const secrets = new Set<string>();
  for (const plan of plans) for (const value of sensitiveIn(plan)) secrets.add(value);
  const texts = [...secrets].filter((text) => text.length >= shortest && text !== "true" && text !== "false");
  if (texts.length === 0) return review;
  texts.sort((a, b) => b.length - a.length);
  const mask = (text: string) => texts.reduce((left, secret) => without(left, secret), text);
  // Changes hold attributes for the review's own use, which no format prints.
  const { plans: own, ...rest } = review;
  return {
    ...mapped(rest, mask),
    plans: own.map((plan) => ({ ...plan, checks: mapped(plan.checks, mask) })),
  } as unknown as T;
}

function without(text: string, secret: string): string {
  if (!text.includes(secret)) return text;
  if (secret.length >= long) return text.replaceAll(secret, masked);
  const escaped = secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\w.])${escaped}(?![\\w])`, "g"), masked);
}

/** The same value with every quoting text changed. */
function mapped<T>(value: T, change: (text: string) => string, quotes = false): T {
  if (typeof value === "string") return (quotes ? change(value) : value) as T;
  if (Array.isArray(value)) return (value as unknown[]).map((item) => mapped(item, change, quotes)) as T;
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapped(item, change, quoting.has(key))]),
  ) as T;
}

function* sensitiveIn(plan: JsonObject): Iterable<string> {
  for (const list of ["resource_changes", "resource_drift"]) {
    const entries = plan[list];
    for (const entry of Array.isArray(entries) ? (entries as unknown[]) : []) yield* ofChange(changeOf(entry));
  }
  const outputs = plan["output_changes"];
  for (const change of isRecord(outputs) ? Object.values(outputs) : []) yield* ofChange(change);
  for (const state of [plan["planned_values"], property(plan["prior_state"], "values")]) {
    for (const resource of resourcesIn(property(state, "root_module")))
      yield* marked(property(resource, "values"), property(resource, "sensitive_values"));
  }
  yield* ofVariables(plan);
}

function* ofChange(change: unknown): Iterable<string> {
  yield* marked(property(change, "before"), property(change, "before_sensitive"));
  yield* marked(property(change, "after"), property(change, "after_sensitive"));
}

function* ofVariables(plan: JsonObject): Iterable<string> {
  const declared = property(property(plan["configuration"], "root_module"), "variables");
  for (const [name, variable] of isRecord(declared) ? Object.entries(declared) : [])
    yield* marked(property(property(plan["variables"], name), "value"), property(variable, "sensitive") === true);
}

/** The values below a mark; marks have the structure of the value. */
function* marked(value: unknown, mark: unknown): Iterable<string> {
  if (mark === true) yield* leaves(value);
  else if (typeof mark === "object" && mark !== null)
    for (const [key, inner] of Object.entries(mark)) yield* marked(property(value, key), inner);
}

function* leaves(value: unknown): Iterable<string> {
  if (typeof value === "string" || typeof value === "number") {
    yield String(value);
    if (typeof value === "string" && /^\s*[[{]/.test(value)) yield* ofJson(value);
  } else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) yield* leaves(inner);
  }
}

/** Values of environment variables in container definitions, which are one sensitive text if any of them is. */
function* ofJson(text: string): Iterable<string> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return;
  }
  const waiting: unknown[] = [json];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (typeof at !== "object" || at === null) continue;
    for (const [key, inner] of Object.entries(at)) {
      if (key === "value" && typeof inner === "string") yield inner;
      else waiting.push(inner);
    }
  }
}
