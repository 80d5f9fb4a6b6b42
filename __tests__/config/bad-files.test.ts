import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { checks } from "../../config/checks";
import { type Check } from "../../config/checks/check";
import { ConfigError } from "../../config/errors";
import { organizationJsonSchema } from "../../config/json-schema";
import { parseOrganizationText } from "../../config/load";

const folder = join(__dirname, "fixtures", "bad");
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

/** The names of the checks that have reported an error of one of the files. */
const reporting = new Set<string>();

beforeAll(() => {
  const watched = checks.map(
    (check): Check =>
      (draft, report) =>
        check(draft, {
          error(...found) {
            reporting.add(check.name);
            report.error(...found);
          },
          warning: (...found) => report.warning(...found),
        }),
  );
  (checks as Check[]).splice(0, checks.length, ...watched);
});

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

  it("exists for every property of the schema", () => {
    const messages = files.map((file) => readFileSync(join(folder, `${basename(file, ".yaml")}.txt`), "utf8")).join("");
    const named = new Set(messages.match(/\w+/g));
    const names = propertiesOf(organizationJsonSchema());
    expect(names.size).toBeGreaterThan(250);
    expect([...names].filter((name) => !named.has(name))).toEqual([]);
  });

  it("exists for every check that reports errors", () => {
    const folder = join(__dirname, "../../config/checks");
    const checkFiles = readdirSync(folder).filter((file) => !/^(check|index)\.ts$/.test(file));
    expect(checks).toHaveLength(checkFiles.length);
    const names = checkFiles.flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const [, name] = /^export (?:const|function) (check\w+)/m.exec(text) ?? [];
      return text.includes(".error(") ? [name] : [];
    });
    expect(names.length).toBeGreaterThan(checks.length / 2);
    expect(names.filter((name) => !reporting.has(name ?? ""))).toEqual([]);
  });
});

/** The name of every property, at any depth. */
function propertiesOf(schema: unknown): Set<string> {
  if (typeof schema !== "object" || schema === null) return new Set();
  const { properties } = schema as { readonly properties?: object };
  const below = Object.values(schema).flatMap((part) => [...propertiesOf(part)]);
  return new Set([...Object.keys(properties ?? {}), ...below]);
}

function messageOf(file: string): string {
  try {
    parseOrganizationText(file, readFileSync(join(folder, file), "utf8"));
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "loads";
}
