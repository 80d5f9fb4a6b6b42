import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as z from "zod";

/** The outputs could not be read, or hold no manifests. */
export class OutputsError extends Error {}

const manifests = z.record(z.string(), z.string());
/** `terraform output -json`, or `terraform output -json kubernetes_manifests`. */
const outputs = z.union([
  z
    .looseObject({ kubernetes_manifests: z.looseObject({ value: manifests }) })
    .transform(({ kubernetes_manifests }) => kubernetes_manifests.value),
  manifests,
]);

/**
 * The manifests in a stack's outputs, every id filled in by Terraform.
 *
 * @param file path, or `-` for standard input
 * @throws OutputsError
 */
export function readManifests(file: string): Record<string, string> {
  const name = file === "-" ? "standard input" : `'${file}'`;
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8"));
  } catch (error) {
    throw new OutputsError(`can't read outputs from ${name}: ${(error as Error).message}`);
  }
  const parsed = outputs.safeParse(data);
  if (parsed.success && Object.keys(parsed.data).every((key) => fileName.test(`${key}.yaml`))) return parsed.data;
  throw new OutputsError(
    `${name} has no kubernetes_manifests; give what this prints in the stack's folder: terraform output -json`,
  );
}

/** What is written here, and so what may be removed here. */
const fileName = /^[0-9]{2}-[a-z]+-[a-z0-9.-]+\.yaml$/;

/**
 * Writes manifests as files named after their keys, in whose order `kubectl apply -f FOLDER` takes them. Files of
 * manifests that are no more are removed; others stay.
 */
export function writeManifests(folder: string, documents: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  const names = new Set<string>();
  for (const [key, document] of Object.entries(documents)) {
    names.add(`${key}.yaml`);
    writeFileSync(join(folder, `${key}.yaml`), document);
  }
  for (const name of readdirSync(folder)) {
    if (fileName.test(name) && !names.has(name)) rmSync(join(folder, name));
  }
}
