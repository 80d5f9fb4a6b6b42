import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { projectRoot } from "../support/command";

test("a change in any source folder leads to a new bundle", () => {
  const start = readFileSync(join(projectRoot, "bin/mountpath.cjs"), "utf8");
  const [list] = /const sourceFolders = [^;]*;/.exec(start)!;
  const listed = [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name);
  const folders = readdirSync(projectRoot, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^[._]|^node_modules$|^cdktf\.out$/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => holdsTypeScript(join(projectRoot, name)));
  expect(listed).toEqual(expect.arrayContaining(folders));
});

function holdsTypeScript(folder: string): boolean {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).some((file) => file.endsWith(".ts"));
}
