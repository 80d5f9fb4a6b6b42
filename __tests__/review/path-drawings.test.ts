import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { type PathChange, type PathChangeKind } from "../../review/paths/path-changes";
import { pathDrawings } from "../../review/paths/path-drawings";
import { markdownReview } from "../../review/report/markdown";
import { reviewOf } from "../../review/review";
import { failing, hostile, hostileReport, path } from "../proof/report/reports";

const change = (kind: PathChangeKind, changes: Parameters<typeof path>[0] = {}): PathChange => ({
  kind,
  path: path(changes),
});

test("a review draws the paths that a plan breaks, once for all zones", () => {
  const file = join(__dirname, "../proof/fixtures/forms/existing-stack-loses-a-rule/plan.json");
  const review = reviewOf({ "apps.json": JSON.parse(readFileSync(file, "utf8")) as JsonObject });
  const comment = markdownReview(review);
  const [, drawing] = comment.split("<details><summary>Paths that change, after apply</summary>\n\n```mermaid\n");
  const [flowchart] = drawing!.split("```\n");
  expect(flowchart!.split("\n").slice(0, 2)).toEqual([
    "flowchart LR",
    '  p0w["aws_ecs_service.ingest<br>ingest:/var/spool/ingest<br>us-east-1a"]',
  ]);
  expect(flowchart).toMatch(
    /^ {2}p0h\d\("✗ network \(EFS-11\)<br>no rule of aws_security_group\.storage allows inbound /m,
  );
  expect(flowchart).not.toContain("p1w");
});

test.each(["same", "new", "lost", "unplanned"] as const)("a path that is %s is not drawn", (kind) => {
  expect(pathDrawings([change(kind)])).toEqual([]);
});

test("no more than six paths are drawn, those that fail first", () => {
  const mounting = Array.from({ length: 7 }, (_, at) => change("heals", { workload: `aws_ecs_service.w${at}` }));
  const broken = change("breaks", { workload: "aws_ecs_service.broken", verdict: "fails", hops: [failing] });
  const [section] = pathDrawings([...mounting, broken]);
  expect(section!.match(/p\d+w\[/g)).toHaveLength(6);
  expect(section).toContain('p0w["aws_ecs_service.broken<br>');
  expect(section).toContain("```\n\nThe first 6 of 8.\n\n</details>\n");
});

test("a hostile name ends neither the block nor the section", () => {
  const changes = hostileReport.paths.map((one): PathChange => ({ kind: "breaks", path: one }));
  const names = [hostile, "```\n</details>", "`````"].map((workload) => change("breaks", { workload }));
  const [section] = pathDrawings([...changes, ...names]);
  expect(section!.match(/```/g)).toHaveLength(2);
  expect(section!.match(/<\/?\w+>/g)!.filter((tag) => tag !== "<br>")).toEqual([
    ...["<details>", "<summary>", "</summary>"],
    "</details>",
  ]);
});
