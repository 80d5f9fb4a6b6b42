/** One stop for each cause: what is replaced or destroyed along with a resource is listed under the stop of that resource. */
import { factsOf } from "../../proof/resource-types";
import { type Change, type Plan } from "../input/plan";
import { type Stop } from "./stop";

/** Attributes that name another resource; elsewhere equal names mean nothing. */
const naming = new Set(["role", "role_name", "user", "group", "bucket", "repository", "cluster", "queue_url"]);

/** Ids, ARNs and URLs tell resources apart wherever they are written. */
const isUnmistakable = (text: string) => /^(?:[a-z]+-(?:[a-z]+-)?[0-9a-f]{8,}|arn:.*|https:.*)$/.test(text);

/**
 * The resource whose destruction or replacement causes that of another one, by address. A replaced resource follows those
 * that the attributes refer to which force its replacement; a destroyed one follows any that it refers to, and an updated
 * one those that its changing attributes refer to.
 */
export function causesIn(plan: Plan): ReadonlyMap<string, readonly string[]> {
  let causes = known.get(plan);
  if (!causes) known.set(plan, (causes = readCauses(plan)));
  return causes;
}

const known = new WeakMap<Plan, ReadonlyMap<string, readonly string[]>>();

function readCauses(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const owners = ownersIn(plan);
  const causes = new Map<string, readonly string[]>();
  for (const { name, before } of plan.outputs) {
    const source = [...valuesOf(before)].flatMap((value) => owners.get(value) ?? [])[0];
    if (source !== undefined) causes.set(`output.${name}`, [source]);
  }
  for (const change of plan.changes) {
    if (!isLeaving(change) && change.action !== "update") continue;
    const found = referencesOf(change).flatMap(([attribute, value]) => {
      const owner = owners.get(value);
      const counts = isUnmistakable(value) || naming.has(attribute);
      return owner !== undefined && owner !== change.address && counts ? [owner] : [];
    });
    if (found.length > 0) causes.set(change.address, [...new Set(found)]);
  }
  return causes;
}

function isLeaving({ action, deposed }: Change): boolean {
  return deposed === undefined && (action === "delete" || action === "replace");
}

/**
 * The addresses of what leaves, by whatever identifies it. Other resources may have the id of the one they belong to,
 * such as the policy of a file system.
 */
function ownersIn({ changes }: Plan): ReadonlyMap<string, string> {
  const owners = new Map<string, { readonly address: string; readonly isOwn: boolean }>();
  for (const { address, type, before } of changes.filter(isLeaving)) {
    const { identity = [], idPrefixes = [] } = factsOf(type);
    for (const attribute of ["id", "arn", ...identity]) {
      const value = before[attribute];
      if (typeof value !== "string" || value === "") continue;
      const isOwn = identity.includes(attribute) || idPrefixes.some((prefix) => value.startsWith(`${prefix}-`));
      const owner = owners.get(value);
      if (!owner || (isOwn && !owner.isOwn)) owners.set(value, { address, isOwn });
    }
  }
  return new Map([...owners].map(([value, { address }]) => [value, address]));
}

function* valuesOf(value: unknown): Iterable<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) yield* valuesOf(item);
}

function referencesOf({ action, causes, keys, before }: Change): (readonly [string, string])[] {
  const forcing = action === "replace" ? causes.map((cause) => cause.split(/[.[]/)[0]!) : undefined;
  const attributes = forcing ?? (action === "update" ? keys : Object.keys(before));
  return [...new Set(attributes)]
    .filter((attribute) => attribute !== "id" && attribute !== "arn")
    .flatMap((attribute) => [...valuesOf(before[attribute])].map((value) => [attribute, value] as const));
}

/** Lost data is never listed under something lighter. */
export function folded(stops: readonly Stop[], plans: readonly Plan[]): Stop[] {
  const key = (stack: string, address: string) => `${stack}\0${address}`;
  const first = new Map<string, Stop>();
  for (const stop of stops) {
    const known = first.get(key(stop.stack, stop.resource));
    if (!known || (known.kind !== "data-loss" && stop.kind === "data-loss")) {
      first.set(key(stop.stack, stop.resource), stop);
    }
  }
  const consequences = new Map<Stop, string[]>();
  const kept = new Set(stops);
  for (const plan of plans) {
    const causes = causesIn(plan);
    for (const stop of stops) {
      if (stop.stack !== plan.name || !causes.has(stop.resource)) continue;
      const root = rootOf(stop, causes, (address) => first.get(key(plan.name, address)));
      if (!root || root === stop) continue;
      kept.delete(stop);
      consequences.set(root, [...(consequences.get(root) ?? []), stop.resource]);
    }
  }
  return stops
    .filter((stop) => kept.has(stop))
    .map((stop) => {
      const more = consequences.get(stop);
      return more ? { ...stop, consequences: [...new Set(more)] } : stop;
    });
}

/** The farthest cause that has a stop of its own. */
function rootOf(
  stop: Stop,
  causes: ReadonlyMap<string, readonly string[]>,
  stopOf: (address: string) => Stop | undefined,
): Stop | undefined {
  const seen = new Set([stop.resource]);
  let found: Stop | undefined;
  let level: readonly string[] = causes.get(stop.resource) ?? [];
  while (level.length > 0) {
    const fresh = level.filter((address) => !seen.has(address));
    for (const address of fresh) seen.add(address);
    const next = fresh.flatMap((address) => stopOf(address) ?? []).find((one) => isAsGrave(one, stop));
    found = next ?? found;
    level = fresh.flatMap((address) => causes.get(address) ?? []);
  }
  return found;
}

function isAsGrave(cause: Stop, stop: Stop): boolean {
  return stop.kind !== "data-loss" || cause.kind === "data-loss";
}
