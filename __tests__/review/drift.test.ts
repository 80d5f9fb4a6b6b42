import { type JsonObject } from "../../proof/graph/json/json-syntax";
import { driftSection } from "../../review/report/drift";
import { markdownReview } from "../../review/report/markdown";
import { reviewOf } from "../../review/review";
import { plan, planned, resourceChange } from "./changes";

const drifted = (address: string, before: JsonObject, after: JsonObject) =>
  resourceChange(address, ["update"], { before, after });
const range = drifted(
  "aws_subnet.a",
  { cidr_block: "10.0.0.0/24", tags: null },
  { cidr_block: "10.0.1.0/24", tags: {} },
);
const section = (...args: Parameters<typeof planned>) => driftSection([planned(...args)]).join("\n");

test("an attribute that changes of the plan depend on is named", () => {
  const relevant_attributes = [{ resource: "aws_subnet.a", attribute: ["cidr_block"] }];
  expect(section([], { resource_drift: [range], relevant_attributes })).toBe(
    "### Drift\n\n- `aws_subnet.a`: `cidr_block` changed outside of Terraform, and changes of this plan depend on it\n",
  );
});

test("a resource that the plan refers to as a whole is named, and so is an instance of it", () => {
  const relevant_attributes = [{ resource: "aws_subnet.a", attribute: [] }];
  expect(section([], { resource_drift: [{ ...range, address: 'aws_subnet.a["x"]' }], relevant_attributes })).toContain(
    '- `aws_subnet.a["x"]`: `cidr_block` changed outside of Terraform',
  );
});

test.each([
  [[], "no attribute at all"],
  [[{ resource: "aws_subnet.a", attribute: ["id"] }], "another attribute"],
  [[{ resource: "aws_subnet.b", attribute: ["cidr_block"] }], "another resource"],
])("no resource is named if the plan refers to %j: %s", (relevant_attributes) => {
  expect(section([], { resource_drift: [range], relevant_attributes })).toBe(
    "### Drift\n\n1 resource changed outside of Terraform, and no change of this plan depends on that: 1 `aws_subnet`\n",
  );
});

test("a value that only becomes empty is no drift", () => {
  expect(section([], { resource_drift: [drifted("aws_vpc.a", { tags: null }, { tags: {} })] })).toBe("");
  expect(section([], { resource_drift: [drifted("aws_vpc.a", { tags: null }, { tags: { a: "b" } })] })).not.toBe("");
});

test("the plan changes it back, or changes it too", () => {
  const of = (after: string) => {
    const change = resourceChange("aws_subnet.a", ["update"], {
      before: { cidr_block: "10.0.1.0/24" },
      after: { cidr_block: after },
    });
    return section([change], { resource_drift: [range] });
  };
  expect(of("10.0.0.0/24")).toContain("`cidr_block` changed outside of Terraform, and this plan changes it back\n");
  expect(of("10.0.2.0/24")).toContain("`cidr_block` changed outside of Terraform, and this plan changes it, too\n");
});

test("escapes the names of attributes and resources", () => {
  const name = "x`|\n## ✅ @team <!-- -->\u001b[2J";
  const resource_drift = [{ ...drifted("aws_subnet.a", { [name]: 1 }, { [name]: 2 }), address: name, type: name }];
  for (const relevant_attributes of [[], [{ resource: name, attribute: [name] }]]) {
    const comment = markdownReview(reviewOf({ "plan.json": plan([], { resource_drift, relevant_attributes }) }));
    expect(comment).not.toContain("\u001b");
    expect(comment.split("\n").filter((line) => line.startsWith("## "))).toHaveLength(1);
    expect(comment.replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "")).not.toContain("@team");
  }
});
