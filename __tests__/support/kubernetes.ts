import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { parseDocument } from "yaml";

/** A Kubernetes object in the form of the API. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  readonly [property: string]: unknown;
}

/** The object of a manifest. kubectl reads YAML 1.1, so `yes` without quotes would be a boolean here too. */
export function parseManifest(document: string): KubernetesObject {
  const parsed = parseDocument(document, { version: "1.1" });
  if (parsed.errors.length > 0) throw parsed.errors[0];
  return parsed.toJS() as KubernetesObject;
}

/**
 * The errors of each object in Kubernetes's published JSON schemas; null if there are none. The schemas are those of
 * 1.33, the newest in a package for Node 20; the kinds used here have not changed since.
 */
export function schemaProblems(objects: readonly KubernetesObject[]): (string | null)[] {
  const script = join(__dirname, "kubernetes-schema.mjs");
  const answer = execFileSync(process.execPath, [script], { input: JSON.stringify(objects), encoding: "utf8" });
  return JSON.parse(answer) as (string | null)[];
}
