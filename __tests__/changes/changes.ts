import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { changesByOrganization } from "../../config/changes";
import { type Effect } from "./effects";
import { orderMatters, unchangeable } from "./expected";
import { type Changed, changedOrganization, onlyChanged } from "./suite";
import { resultOf, tableOf } from "./table";

/** Tests every change of an organization that the suite makes there. */
export function describeChanges(name: string): void {
  describe(`every change of the organization ${name}`, () => {
    let changed: Changed[];
    let unchanged: Effect;
    beforeAll(async () => {
      ({ changed, unchanged } = await changedOrganization(name));
    }, 1_200_000);

    test("starts from a state whose plan is empty", () => {
      expect(unchanged.refused).toBeUndefined();
      expect(unchanged.changes.map(({ address, actions }) => `${address} ${actions.join("/")}`)).toEqual([]);
    });

    test("is accepted by the provider", () => {
      expect(changed.flatMap((one) => one.effect.refused ?? [])).toEqual([]);
    });

    test("has no effect if entries are only reordered", () => {
      const reordered = changed.filter(({ kind, property }) => kind === "reordered" && !orderMatters.has(property));
      expect(reordered.filter(({ effect }) => resultOf(effect).join() !== "nothing").map(line)).toEqual([]);
    });

    test("has the effect that the table states", () => {
      // A name that moved is recorded together with the new name, not alone.
      const alone = changed.filter(({ heading, property }) => !Object.hasOwn(unchangeable, `${heading} ${property}`));
      const table = tableOf(alone);
      if (process.env["MOUNTPATH_UPDATE_CHANGES"]) update(name, table);
      else if (onlyChanged.length > 0) expect(merged(name, table)).toEqual(changesByOrganization[name]);
      else expect(table).toEqual(changesByOrganization[name]);
    });
  });
}

type Table = ReturnType<typeof tableOf>;

/** The recorded table with the rows of the properties that were changed. */
function merged(name: string, table: Table): Table {
  const all: Record<string, Record<string, string>> = { ...changesByOrganization[name] };
  for (const [heading, rows] of Object.entries(table)) all[heading] = { ...all[heading], ...rows };
  return all;
}

function update(name: string, table: Table): void {
  const root = join(__dirname, "../..");
  const file = join(root, "config", "changes", `${name}.json`);
  writeFileSync(file, JSON.stringify(onlyChanged.length > 0 ? merged(name, table) : table));
  spawnSync("npx", ["prettier", "--write", file], { cwd: root });
}

/** A change and its effect, on one line. */
function line({ heading, property, path, kind, value, effect }: Changed): string {
  const actions = effect.changes.map(({ actions: each, address, replacePaths }) =>
    [each.join("/"), address, ...(each.length > 1 ? [JSON.stringify(replacePaths)] : [])].join(" "),
  );
  const came = [resultOf(effect).join("; "), ...actions].join(", ").slice(0, 2000);
  return `${heading} ${property} | ${kind} ${path.join(".")} ${JSON.stringify(value)?.slice(0, 100)}: ${came}`;
}
