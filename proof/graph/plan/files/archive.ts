/**
 * A plan as `terraform plan -out` saves it: a zip with the plan itself, the prior state, and in `tfconfig/` the source of
 * every module as it was planned (TF-10). Only that source is read, into memory: no path of the archive is ever opened
 * on disk.
 */
import { type Unzipped, unzipSync } from "fflate";

import { InputError } from "../../input-error";

/** Maximum bytes and number of source files: far more than any organization's modules have. */
const largest = 64 * 1024 * 1024;
const mostFiles = 20_000;

const sourceFile = /^tfconfig\/(?:modules\.json|m-[^/\\]*\/[^/\\]+\.tf(?:\.json)?)$/;

/** Whether bytes are those of a zip, the format of a saved plan. */
export function isArchive(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === 0x504b0304;
}

/**
 * The source files by their path in the archive: `tfconfig/m-network/main.tf`.
 *
 * @throws InputError for a zip that is not a saved plan, is damaged, or is larger than the source of any plan
 */
export function sourceInArchive(path: string, bytes: Buffer): ReadonlyMap<string, Buffer> {
  let size = 0;
  let count = 0;
  let isPlan = false;
  let unzipped: Unzipped;
  const problem = (what: string) =>
    new InputError([{ path, what, todo: "name a plan that terraform plan -out has saved, or its JSON" }]);
  try {
    unzipped = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (name === "tfplan") isPlan = true;
        if (!sourceFile.test(name)) return false;
        size += originalSize;
        if (size > largest || ++count > mostFiles) throw problem("holds more source than any plan has");
        return true;
      },
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw problem(`is a damaged zip archive: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isPlan) throw problem("is a zip archive, but not a saved plan");
  return new Map(Object.entries(unzipped).map(([name, content]) => [name, Buffer.from(content)]));
}
