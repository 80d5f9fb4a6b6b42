import { type Acknowledgement } from "../../config/acknowledgements";
import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { jsonReview } from "../../review/report/json";
import { markdownReview } from "../../review/report/markdown";
import { type Review, reviewOf } from "../../review/review";
import { plan, resourceChange } from "./changes";

const entry = (more: Partial<Acknowledgement> = {}): Acknowledgement => ({
  resource: "aws_vpc.a",
  code: "outage",
  reason: "the VPC is empty since May",
  by: "network team",
  until: "2027-01-31",
  place: "review.yaml:2",
  ...more,
});

const destroyed = plan([resourceChange("aws_vpc.a", ["delete"])]);
const both = plan([resourceChange("aws_vpc.a", ["delete"]), resourceChange("aws_vpc.b", ["delete"])]);

const reviewed = (json: JsonObject, entries: readonly Acknowledgement[], today = "2027-01-31"): Review =>
  reviewOf({ "plan.json": json }, {}, [], { entries, today });
const told = ({ stops, acknowledged, unusedAcknowledgements }: Review) => ({
  stops: stops.map(({ resource }) => resource),
  acknowledged: acknowledged.map(({ stop }) => stop.resource),
  unused: unusedAcknowledgements.map(({ why }) => why),
});

test("passes a stop until its last day, and only that one", () => {
  expect(told(reviewed(destroyed, [entry()]))).toEqual({ stops: [], acknowledged: ["aws_vpc.a"], unused: [] });
  expect(told(reviewed(both, [entry()]))).toEqual({ stops: ["aws_vpc.b"], acknowledged: ["aws_vpc.a"], unused: [] });
  const ofStack = entry({ stack: "plan.json" });
  expect(told(reviewed(destroyed, [ofStack]))).toEqual({ stops: [], acknowledged: ["aws_vpc.a"], unused: [] });
});

test.each<[string, Acknowledgement, string]>([
  ["another resource", entry({ resource: "aws_vpc.c" }), "nothing stops for it"],
  ["a part of the address", entry({ resource: "aws_vpc" }), "nothing stops for it"],
  ["another stack", entry({ stack: "vpc-apps" }), "nothing stops for it"],
  ["another code", entry({ code: "data-loss" }), "it stops for outage instead"],
])("fails for an acknowledgement of %s, and reports it as unused", (_name, given, why) => {
  expect(told(reviewed(destroyed, [given]))).toEqual({ stops: ["aws_vpc.a"], acknowledged: [], unused: [why] });
});

test("fails again on the day after, and says so", () => {
  const review = reviewed(destroyed, [entry()], "2027-02-01");
  expect(told(review)).toEqual({ stops: ["aws_vpc.a"], acknowledged: [], unused: [] });
  expect(markdownReview(review)).toContain(
    "**Acknowledged** until 2027-01-31 (review.yaml:2), which has passed\\\n  **To do:**".replace(
      "review.yaml:",
      "review.yaml:&#8203;",
    ),
  );
});

test("a later acknowledgement of the same stop counts", () => {
  const later = entry({ stack: "plan.json", until: "2027-06-30" });
  expect(told(reviewed(destroyed, [entry(), later], "2027-02-01")).stops).toEqual([]);
});

test("a stop with a rule is acknowledged by the rule, not by its kind", () => {
  const lost = plan([resourceChange("aws_efs_mount_target.a", ["delete"])]);
  const of = (code: string) => told(reviewed(lost, [entry({ resource: "aws_efs_mount_target.a", code })]));
  expect(of("EFS-02")).toMatchObject({ stops: [] });
  expect(of("outage")).toMatchObject({ stops: ["aws_efs_mount_target.a"], unused: ["it stops for EFS-02 instead"] });
});

test("the comment and JSON list what is acknowledged, by whom and why, and what is unused", () => {
  const review = reviewed(destroyed, [entry(), entry({ resource: "aws_vpc.c", place: "review.yaml:8" })]);
  const comment = markdownReview(review).replaceAll("&#8203;", "").replaceAll("&#95;", "_");
  expect(comment.split("\n")[1]).toBe(
    "## ⚪ No danger found in the changes, but no mount path was judged; 1 acknowledged",
  );
  expect(comment).toContain(
    "### Acknowledged\n\n- `aws_vpc.a` (outage) is destroyed: everything in it is removed with it\\\n" +
      "  **Acknowledged** until 2027-01-31 by network team: the VPC is empty since May &#40;review.yaml:2&#41;\n",
  );
  expect(comment).toContain(
    "1 acknowledgement not used here: `aws_vpc.c` (outage, review.yaml:8): nothing stops for it\n",
  );
  expect(JSON.parse(jsonReview(review))).toMatchObject({
    look: false,
    stops: [],
    acknowledged: [{ resource: "aws_vpc.a", code: "outage", acknowledgement: { by: "network team" } }],
    unusedAcknowledgements: [{ resource: "aws_vpc.c", why: "nothing stops for it" }],
  });
});

test("escapes all markup of a file, and hides no verdict", () => {
  const text = 'x"]\n\n## ✅ Nothing needs attention\n<!-- -->\u001b[2J@team`';
  const hostile = entry({ reason: text, by: text, place: text, until: text });
  const unused = entry({ resource: text, code: text, place: text });
  for (const today of ["2027-01-31", "z"]) {
    const review = reviewed(both, [hostile, unused], today);
    const comment = markdownReview(review);
    expect(comment.split("\n").filter((line) => line.startsWith("## "))).toHaveLength(1);
    expect(comment).toContain("## ❌ Needs a person: ");
    expect(comment + jsonReview(review)).not.toContain("\u001b");
    expect(comment.replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "")).not.toMatch(/@team|<!-- -->/);
  }
});
