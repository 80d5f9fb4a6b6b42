import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { readGraph, readInputs } from "../../proof/graph/read";
import { prove } from "../../proof/prove";
import { type PathResult, type PathVerdict } from "../../proof/verdict";

interface Expected {
  paths: { workload: string | null; subnet: string | null; open?: string[] }[];
  withSource?: { paths: { workload: string; subnet: string | null; verdict: PathVerdict }[] };
}

const root = join(__dirname, "fixtures");

function foldersBelow(folder: string): string[] {
  if (existsSync(join(folder, "main.tf"))) return existsSync(join(folder, "plan.json")) ? [folder] : [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.flatMap((entry) => foldersBelow(join(folder, entry.name)));
}

const folders = foldersBelow(root).map((folder): [string, string] => [relative(root, folder), folder]);

const nameOf = ({ workload, container, mountPath, subnet }: PathResult) =>
  [workload, container, mountPath, subnet].join(" ");

/** The same verdict, and the same names as far as they are known. */
function isNamedAs(path: PathResult, known: PathResult): boolean {
  const isKnown = (name: string) => !name.startsWith("unknown (");
  const same = (name: "container" | "subnet") => !isKnown(known[name]) || known[name] === path[name];
  return path.verdict === known.verdict && same("container") && same("subnet");
}

/** Whether the truth leaves a hop open: the rules that the plan hides decide whom its question reaches. */
function isOpen({ paths }: Expected, { workload, subnet }: PathResult, hop: string): boolean {
  return paths.some((path) => path.workload === workload && path.subnet === subnet && path.open?.includes(hop));
}

let decided = 0;

describe.each(folders)("%s", (_name, folder) => {
  const plan = join(folder, "plan.json");

  test("plan and source together say what the plan alone says, and more", async () => {
    const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Expected;
    const alone = prove(readGraph([plan]));
    const together = prove(await readInputs([plan], undefined, [], [folder]));
    const wrong: string[] = [];
    for (const before of alone.paths) {
      const after = together.paths.find((path) => nameOf(path) === nameOf(before));
      // A path of which the plan hides a part goes under the name that the source tells.
      if (!after) {
        const renamed = together.paths.some((path) => path.workload === before.workload && isNamedAs(path, before));
        if (before.verdict === "unknown") decided++;
        else if (!renamed) wrong.push(`${nameOf(before)} ${before.verdict} is gone`);
        continue;
      }
      for (const { hop, verdict } of before.hops) {
        const now = after.hops.find((one) => one.hop === hop)?.verdict;
        if (verdict === "unknown") decided += now === "unknown" ? 0 : 1;
        else if (now === "unknown" && isOpen(expected, before, hop)) continue;
        else if (now !== verdict) wrong.push(`${nameOf(before)} ${hop} ${verdict}, with the source ${now}`);
      }
    }
    for (const { workload, subnet, verdict } of expected.withSource?.paths ?? []) {
      const path = together.paths.find((one) => one.workload === workload && one.subnet === subnet);
      if (path?.verdict !== verdict)
        wrong.push(`${workload} ${subnet} with the source ${path?.verdict}, not ${verdict}`);
    }
    if (expected.withSource) expect(together.paths).toHaveLength(expected.withSource.paths.length);
    expect(wrong).toEqual([]);
    const findings = ({ rule, resource }: { rule: string; resource: string }) => `${rule} ${resource}`;
    // The source may settle what is unknown, such as who starts a task.
    const stated = alone.findings.filter(({ severity }) => severity !== "unknown");
    expect(together.findings.map(findings)).toEqual(expect.arrayContaining(stated.map(findings)));
  });
});

test("the source decides what plans hide", () => {
  expect(decided).toBeGreaterThan(100);
});
