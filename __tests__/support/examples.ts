import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { assembled } from "../../config/assemble";
import { readSource } from "../../config/source";
import { type File } from "./variants";

const folder = join(__dirname, "../../examples");

/** Every folder of examples/, including those without an organization file. */
export const exampleFolders = readdirSync(folder);

/** The names of the examples with an organization file. */
export const exampleNames = exampleFolders.filter((name) => existsSync(exampleFileName(name)));

/** The path of an example's file. */
export function exampleFileName(name: string): string {
  return join(folder, name, "organization.yaml");
}

/** An example as data, with the files that it includes and its defaults filled in. */
export function exampleNamed(name: string): File {
  const { include, defaults, ...file } = assembled(readSource(exampleFileName(name))).data as Record<string, unknown>;
  void [include, defaults];
  return file as unknown as File;
}
