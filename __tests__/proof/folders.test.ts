import { readdirSync } from "node:fs";
import { join } from "node:path";

const most = 20;

/** The files directly in a folder and in those below it, by folder. */
function filesByFolder(folder: string): [string, number][] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => filesByFolder(join(folder, name)));
  return [[folder, entries.filter((entry) => entry.isFile()).length], ...below];
}

test(`no folder of the proof has more than ${most} files`, () => {
  const folders = filesByFolder(join(__dirname, "../../proof"));
  expect(folders.length).toBeGreaterThan(20);
  expect(folders.filter(([, files]) => files > most)).toEqual([]);
});
