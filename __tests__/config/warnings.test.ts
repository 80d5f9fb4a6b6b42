import { formatWarnings, type Problem } from "../../config/errors";

const warning = (line: number, message: string): Problem => {
  return { file: "organization.yaml", line, column: 3, path: ["workloads", `web-${line}`], message };
};

test("each warning is a line", () => {
  expect(formatWarnings([warning(1, "is old"), warning(2, "is new")])).toEqual([
    "organization.yaml:1:3 workloads.web-1: is old",
    "organization.yaml:2:3 workloads.web-2: is new",
  ]);
});

test("a warning about many places lists three, and the number of the others", () => {
  const many = Array.from({ length: 600 }, (_, at) => warning(at + 1, "is old"));
  expect(formatWarnings([...many, warning(601, "is new")])).toEqual([
    "organization.yaml:1:3 workloads.web-1: is old",
    "organization.yaml:2:3 workloads.web-2: is old",
    "organization.yaml:3:3 workloads.web-3: is old",
    "organization.yaml:601:3 workloads.web-601: is new",
    "597 more places: is old",
  ]);
});
