import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as z from "zod";

/** The outputs could not be read, or contain no manifests. */
export class OutputsError extends Error {}

const manifests = z.record(z.string(), z.string());
/** The JSON of `terraform output -json` or `terraform output -json kubernetes_manifests`. */
const outputs = z.union([
  z
    .looseObject({ kubernetes_manifests: z.looseObject({ value: manifests }) })
    .transform(({ kubernetes_manifests }) => kubernetes_manifests.value),
  manifests,
]);

/**
 * Reads the manifests from a stack's outputs, in which Terraform has filled in every id.
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
    `${name} has no kubernetes_manifests; pass the output of this command, run in the stack's folder: terraform output -json`,
  );
}

/** The names of files that are written here, and that may therefore be removed here. */
const fileName = /^[0-9]{2}-[a-z]+-[a-z0-9.-]+\.yaml$/;

/**
 * Writes manifests as files named after their keys, in the order that `kubectl apply -f FOLDER` applies them. Files of
 * manifests that no longer exist are removed; other files stay.
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
