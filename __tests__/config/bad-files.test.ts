import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { checks } from "../../config/checks";
import { ConfigError } from "../../config/errors";
import { parseOrganizationText } from "../../config/load";

const folder = join(__dirname, "fixtures", "bad");
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

/** One mistake per file, with the printed messages in the .txt file beside it. */
describe("a bad organization file", () => {
  it.each(files)("fails with exactly the message in the .txt file of %s", (file) => {
    const expected = readFileSync(join(folder, `${basename(file, ".yaml")}.txt`), "utf8");
    expect(`${messageOf(file)}\n`).toBe(expected);
  });

  it("has a message file, and every message file has its organization file", () => {
    const messages = readdirSync(folder).filter((file) => file.endsWith(".txt"));
    expect(messages.map((file) => basename(file, ".txt"))).toEqual(files.map((file) => basename(file, ".yaml")));
  });

  it("exists for every check that reports errors", () => {
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
