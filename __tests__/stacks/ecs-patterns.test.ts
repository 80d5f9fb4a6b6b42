import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/ecs-patterns.md"), "utf8");
const schema = JSON.parse(readFileSync(join(root, "organization.schema.json"), "utf8")) as unknown;

/** Every property of the file, at any level. */
function properties(value: unknown): Set<string> {
  if (typeof value !== "object" || value === null) return new Set();
  const own = "properties" in value ? Object.keys(value.properties as object) : [];
  return new Set([...own, ...Object.values(value).flatMap((part) => [...properties(part)])]);
}

describe("the table of ecs-patterns' options", () => {
  const rows = [...page.matchAll(/^\|[^|]+\|(?<ours>[^|]+)\|$/gm)].map(({ groups }) => groups!["ours"]!);
  const known = properties(schema);
  const options = rows.flatMap((ours) =>
    [...ours.matchAll(/`([A-Za-z]+)(?:: [a-z0-9-]+)?`/g)].map(([, name]) => name!),
  );

  test("has a row for every group of options", () => {
    expect(rows.length).toBeGreaterThanOrEqual(19);
    expect(options.length).toBeGreaterThanOrEqual(50);
  });

  test.each([...new Set(options)])("names %s, which is a property of the file", (option) => {
    expect([...known]).toContain(option);
  });
});
