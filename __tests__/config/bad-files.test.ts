import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { checks } from "../../config/checks";
import { ConfigError } from "../../config/errors";
import { parseOrganizationText } from "../../config/load";

const folder = join(__dirname, "fixtures", "bad");
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

/** A mistake per file, and beside it, as .txt, all that is printed about it. */
describe("a bad organization file", () => {
  it.each(files)("fails with the whole message that stands beside %s", (file) => {
    const expected = readFileSync(join(folder, `${basename(file, ".yaml")}.txt`), "utf8");
    expect(`${messageOf(file)}\n`).toBe(expected);
  });

  it("has its message beside it, and no message stands without its file", () => {
    const messages = readdirSync(folder).filter((file) => file.endsWith(".txt"));
    expect(messages.map((file) => basename(file, ".txt"))).toEqual(files.map((file) => basename(file, ".yaml")));
  });

  it("is there for every check that gives errors", () => {
    const checkFiles = readdirSync(join(__dirname, "../../config/checks")).filter(
      (file) => !/^(check|index)\.ts$/.test(file),
    );
    expect(checks).toHaveLength(checkFiles.length);
    expect(files.length).toBeGreaterThanOrEqual(121);
  });
});

function messageOf(file: string): string {
  try {
    parseOrganizationText(file, readFileSync(join(folder, file), "utf8"));
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "loads";
}
