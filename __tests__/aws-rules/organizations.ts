import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { parse } from "yaml";

import { type File } from "../support/variants";

/** Realistic files with several accounts and many properties at once, including the files of the change suite. */
const folders = [join(__dirname, "organizations"), join(__dirname, "../changes/organizations")];

/** By file name. */
export const richOrganizations: Readonly<Record<string, File>> = Object.fromEntries(
  folders.flatMap((folder) =>
    readdirSync(folder).map((name) => [
      basename(name, ".yaml"),
      parse(readFileSync(join(folder, name), "utf8"), { merge: true }) as File,
    ]),
  ),
);
