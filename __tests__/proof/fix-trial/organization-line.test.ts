import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Line, linesText } from "../../../proof/fix-trial/organization-line";
import { PropertyLines } from "../../../proof/graph/configuration/files/property-lines";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-lines-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const endpoints: Line = { property: ["workloadVpcs", "apps", "endpoints"], value: ["ecr.api"], more: true };
const readOnly: Line = { property: ["workloads", "web", "mounts", "/srv~a", "readOnly"], value: "true" };

function textWith(written: unknown, ...lines: Line[]): string {
  writeFileSync(
    join(folder, "organization.lines.json"),
    typeof written === "string" ? written : JSON.stringify(written),
  );
  return linesText(lines, new PropertyLines(folder));
}

test("a property is shown with its line, and a new one with its parent", () => {
  const lines = { "/workloadVpcs": 3, "/workloadVpcs/apps": 4, "/workloads/web/mounts/~1srv~0a/readOnly": 12 };
  expect(textWith({ file: "live/organization.yaml", lines }, endpoints, readOnly)).toBe(
    [
      "workloadVpcs.apps.endpoints: [ecr.api] # new, in live/organization.yaml:4; and its existing entries",
      'workloads.web.mounts["/srv~a"].readOnly: true # live/organization.yaml:12',
    ].join("\n"),
  );
});

test.each([
  ["nothing was written down", "{}"],
  ["what was written down is no JSON", "not"],
  ["a line is no number", { file: "organization.yaml", lines: { "/workloadVpcs": "4" } }],
  ["a name is that of what every object has", { file: "organization.yaml", lines: { "/constructor": 1 } }],
])("no line is shown if %s", (_name, written) => {
  expect(textWith(written, readOnly)).toBe('workloads.web.mounts["/srv~a"].readOnly: true');
});

test("no line is shown for a folder without recorded lines", () => {
  expect(linesText([readOnly], new PropertyLines(folder))).toBe('workloads.web.mounts["/srv~a"].readOnly: true');
});
