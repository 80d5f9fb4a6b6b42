/** The changes in container definitions: images with their values, variables and secrets by name only. */
import { isRecord, type JsonObject, property } from "../../proof/graph/json/json-syntax";
import { shown } from "../stops/stop";

/** More is told by its number. */
const most = 8;

/** `image of web nginx:1.27 → nginx:1.28, environment of web: LOG_LEVEL added`; undefined if none of this changes. */
export function changedContainers(before: unknown, after: unknown): string | undefined {
  const [was, is] = [containersIn(before), containersIn(after)];
  if (!was || !is) return undefined;
  const told = [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)];
    if (!old) return [`container ${name} added`];
    if (!now) return [`container ${name} removed`];
    return changesOf(name, old, now);
  });
  const more = told.length > most ? [`and ${told.length - most} more`] : [];
  return told.length === 0 ? undefined : [...told.slice(0, most), ...more].join(", ");
}

function changesOf(name: string, old: JsonObject, now: JsonObject): string[] {
  const values = ["image", "cpu", "memory"].flatMap((key) => {
    const [was, is] = [old[key] ?? null, now[key] ?? null];
    return was === is || was === null || is === null ? [] : [`${key} of ${name} ${shown(was)} → ${shown(is)}`];
  });
  return [
    ...values,
    ...names("environment", name, entriesIn(old["environment"], "value"), entriesIn(now["environment"], "value")),
    ...names("secrets", name, entriesIn(old["secrets"], "valueFrom"), entriesIn(now["secrets"], "valueFrom")),
  ];
}

function names(
  what: string,
  container: string,
  was: ReadonlyMap<string, unknown>,
  is: ReadonlyMap<string, unknown>,
): string[] {
  const told = [
    ...[...is.keys()].filter((name) => !was.has(name)).map((name) => `${name} added`),
    ...[...was.keys()].filter((name) => !is.has(name)).map((name) => `${name} removed`),
    ...[...is].filter(([name, value]) => was.has(name) && was.get(name) !== value).map(([name]) => `${name} changed`),
  ];
  return told.length === 0
    ? []
    : [`${what} of ${container}: ${told.slice(0, most).join(", ")}${moreThan(told.length)}`];
}

function moreThan(count: number): string {
  return count > most ? ` and ${count - most} more` : "";
}

function entriesIn(list: unknown, key: string): ReadonlyMap<string, unknown> {
  return new Map(
    (Array.isArray(list) ? (list as unknown[]) : []).flatMap((one) => {
      const name = property(one, "name");
      return typeof name === "string" ? [[name, property(one, key)] as const] : [];
    }),
  );
}

function containersIn(text: unknown): ReadonlyMap<string, JsonObject> | undefined {
  if (typeof text !== "string") return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const containers = (Array.isArray(json) ? (json as unknown[]) : []).filter(isRecord);
  return new Map(containers.flatMap((one) => (typeof one["name"] === "string" ? [[one["name"], one] as const] : [])));
}
