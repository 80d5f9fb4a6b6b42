import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { parse } from "yaml";

import { type File } from "../support/variants";

/** Files as companies have them, with several accounts and many properties at once; the changes' files among them. */
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
