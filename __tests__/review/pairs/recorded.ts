/** The recorded plans of the pairs, as `terraform show -json` gives them. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

import { type BaseName } from "./pair";

export const recorded = join(__dirname, "../fixtures/pairs");

export type Side = "danger" | "harmless";

export type Json = Readonly<Record<string, unknown>>;

function fileOf(base: BaseName, name: string, side: Side): string {
  return join(recorded, base, `${name}.${side}.json.gz`);
}

export function recordedPlan(base: BaseName, name: string, side: Side): Json {
  return JSON.parse(gunzipSync(readFileSync(fileOf(base, name, side))).toString()) as Json;
}

export function record(base: BaseName, name: string, side: Side, plan: Json): void {
  mkdirSync(join(recorded, base), { recursive: true });
  writeFileSync(fileOf(base, name, side), gzipSync(JSON.stringify(plan), { level: 9 }));
}
