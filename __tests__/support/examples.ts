import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

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

/** An example as data. */
export function exampleNamed(name: string): File {
  return parse(readFileSync(exampleFileName(name), "utf8")) as File;
}
