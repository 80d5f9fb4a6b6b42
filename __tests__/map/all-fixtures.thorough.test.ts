import { readdirSync } from "node:fs";
import { join } from "node:path";

import { mapData } from "../../map/build/map-data";
import { type MapData } from "../../map/data";
import { readGraph } from "../../proof/graph/read";
import { prove } from "../../proof/prove";

const folder = join(__dirname, "../proof/fixtures");
const plans = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name === "plan.json")
  .map((entry) => join(entry.parentPath, entry.name));

/** Numbers of nodes, paths and hops that are not in the map, and nodes that are not below their parent. */
function broken({ nodes, roots, findings, paths, hops, causes, rules }: MapData): string[] {
  const found: string[] = [];
  const check = (what: string, isRight: boolean) => isRight || found.push(what);
  const reached = new Set<number>();
  const walk = (id: number, above: number | undefined) => {
    check(`${id} below ${above}`, nodes[id]!.parent === above && !reached.has(id));
    reached.add(id);
    for (const child of nodes[id]!.children) walk(child, id);
  };
  for (const id of [...roots, ...(findings === undefined ? [] : [findings])]) walk(id, undefined);
  for (const [id, node] of nodes.entries()) {
    check(`${id} is in the tree`, reached.has(id) || (node.kind === "group" && node.children.length === 0));
    for (const [label, ids] of node.links)
      check(`${id} ${label}`, ids.length > 0 && ids.every((to) => reached.has(to)));
    for (const at of node.paths ?? []) check(`path ${at} of ${id}`, paths[at]?.workload === id);
  }
  for (const [at, path] of paths.entries()) {
    check(`path ${at}`, path.hops.length > 0 && path.hops.every((hop) => hops[hop] !== undefined));
    check(`workload of path ${at}`, nodes[path.workload]?.paths?.includes(at) === true);
  }
  for (const { hop, workloads, verdict } of causes) {
    check(`cause ${hop}`, hops[hop]?.verdict === verdict && workloads.every((id) => nodes[id]?.kind === "workload"));
  }
  for (const { rule } of hops) check(`rule ${rule}`, rules[rule]?.help !== undefined);
  return found;
}

test("the maps of all fixtures are whole: each path, node and hop has its place", () => {
  expect(plans.length).toBeGreaterThan(200);
  const wrong = plans.flatMap((plan) => {
    const graph = readGraph([plan]);
    const report = prove(graph);
    const data = mapData(graph, report);
    const found = broken(data);
    if (data.paths.length !== report.paths.length) found.push("paths are missing");
    return found.map((what) => `${plan.slice(folder.length)}: ${what}`);
  });
  expect(wrong).toEqual([]);
});
