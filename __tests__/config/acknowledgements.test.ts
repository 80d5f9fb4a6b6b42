import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readAcknowledgements } from "../../config/acknowledgements";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mountpath-acknowledgements-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = join(folder, "review.yaml");
  writeFileSync(file, text);
  try {
    return readAcknowledgements(file).map((entry) => ({ ...entry, place: entry.place.slice(folder.length + 1) }));
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, "").split("\n");
  }
}

const entry = (more: Readonly<Record<string, string | undefined>> = {}) => {
  const all = {
    resource: "aws_vpc_endpoint.s3",
    code: "EP-03",
    reason: "the endpoint moves, NET-123",
    by: "network team",
    until: "2027-01-31",
    ...more,
  };
  const lines = Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [`    ${key}: ${value}`]));
  return `  -${lines.join("\n").slice(3)}\n`;
};

test("reads every acknowledgement with its place", () => {
  expect(
    read(`# who decided what\nacknowledge:\n${entry()}${entry({ stack: "vpc-apps", code: "data-loss" })}`),
  ).toEqual([
    {
      resource: "aws_vpc_endpoint.s3",
      code: "EP-03",
      reason: "the endpoint moves, NET-123",
      by: "network team",
      until: "2027-01-31",
      place: "review.yaml:3",
    },
    expect.objectContaining({ stack: "vpc-apps", code: "data-loss", place: "review.yaml:8" }),
  ]);
});

test.each<[string, string, string]>([
  [
    "no reason",
    entry({ reason: undefined }),
    "2:5 acknowledge[0].reason: is missing; it should be a reason of at least 10 characters: why the change is meant",
  ],
  [
    "a short reason",
    entry({ reason: "ok" }),
    "4:13 acknowledge[0].reason: should be a reason of at least 10 characters: why the change is meant, got 'ok'",
  ],
  [
    "no end",
    entry({ until: undefined }),
    "2:5 acknowledge[0].until: is missing; it should be the last day, such as 2027-01-31",
  ],
  [
    "a day that does not exist",
    entry({ until: "2027-02-30" }),
    "6:12 acknowledge[0].until: should be a day of the calendar, such as 2027-01-31, got '2027-02-30'",
  ],
  [
    "another form of a day",
    entry({ until: "31.01.2027" }),
    "6:12 acknowledge[0].until: should be the last day, such as 2027-01-31, got '31.01.2027'",
  ],
  [
    "an unknown code",
    entry({ code: "everything" }),
    "3:11 acknowledge[0].code: should be the code that the review prints: a rule such as EP-03, or data-loss, outage, access or plan, got 'everything'",
  ],
  [
    "a misspelled key",
    entry({ stacks: "vpc-apps" }),
    "7:5 acknowledge[0].stacks: unknown property; did you mean 'stack'?",
  ],
  ["the same twice", entry() + entry(), "7:5 acknowledge[1]: acknowledges the same as line 2; keep one of them"],
  ["no list", "  all: true\n", "1:1 acknowledge: should be a list of acknowledgements, got a mapping"],
  [
    "a terminal's escape",
    entry({ code: '"\\e[2J"' }),
    "3:11 acknowledge[0].code: should be the code that the review prints: a rule such as EP-03, or data-loss, outage, access or plan, got '\\u001b[2J'",
  ],
])("fails for %s, with its place", (_name, text, message) => {
  expect(read(`acknowledge:\n${text}`)).toEqual(["review.yaml has 1 problem", `  review.yaml:${message}`]);
});
