import { markdownReview } from "../../review/report/markdown";
import { reviewOf } from "../../review/review";
import { plan, resourceChange } from "./changes";
import { policy } from "./dangers";

const hostile = "x\n\n## ✅ Nothing to stop for\n<img src=x onerror=alert(1)>\u001b[2J@team|`**[a](http://b)";

const destroyed = (address: string, before: object) => resourceChange(address, ["delete"], { before: { ...before } });
const updated = (address: string, before: object, after: object) =>
  resourceChange(address, ["update"], { before: { ...before }, after: { ...after } });
const created = (address: string, after: object) => resourceChange(address, ["create"], { after: { ...after } });

/** One change for each text that prints a value of the plan. */
const changes: Readonly<Record<string, ReturnType<typeof resourceChange>>> = {
  "a route": destroyed("aws_route.a", { destination_cidr_block: hostile }),
  "a transit gateway's route": destroyed("aws_ec2_transit_gateway_route.a", { destination_cidr_block: hostile }),
  "a record": destroyed("aws_route53_record.a", { name: hostile, type: hostile }),
  "a record's values": updated("aws_route53_record.b", { records: [hostile] }, { records: [`${hostile}2`] }),
  "an alias of a record": updated(
    "aws_route53_record.c",
    { alias: [{ name: hostile }] },
    { alias: [{ name: `${hostile}2` }] },
  ),
  "a VPC of a zone": updated("aws_route53_zone.a", { vpc: [{ vpc_id: hostile }] }, { vpc: [{ vpc_id: "vpc-1" }] }),
  "a zone": created("aws_route53_zone.b", {
    name: `${hostile.toLowerCase()}.us-east-1.amazonaws.com`,
    vpc: [{ vpc_id: "vpc-1" }],
  }),
  "a range of a prefix list": updated("aws_ec2_managed_prefix_list.a", { entry: [{ cidr: hostile }] }, { entry: [] }),
  "a key's alias": updated("aws_kms_alias.a", { target_key_id: hostile }, { target_key_id: `${hostile}2` }),
  "a backup rule": updated("aws_backup_plan.a", { rule: [{ rule_name: hostile }] }, { rule: [] }),
  images: created("aws_ecr_lifecycle_policy.a", {
    repository: "web",
    policy: JSON.stringify({ rules: [{ selection: { tagStatus: "any", countNumber: hostile, countUnit: hostile } }] }),
  }),
  "an endpoint's policy": updated(
    "aws_vpc_endpoint_policy.a",
    { policy: policy({ Effect: "Allow", Principal: "*", Action: hostile, Resource: "*" }) },
    { policy: policy({ Effect: "Deny", Principal: "*", Action: `${hostile}2`, Resource: hostile }) },
  ),
  "a permission": created("aws_lambda_permission.a", { principal: "*", action: hostile }),
};

/** Text outside of code. */
function bare(markdown: string): string {
  return markdown.replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "");
}

test.each(Object.keys(changes))("%s can't forge the comment", (name) => {
  const review = reviewOf({ "plan.json": plan([changes[name]!]) as never });
  expect(review.stops.length).toBeGreaterThan(0);
  const comment = markdownReview(review);
  expect(comment.split("\n").filter((line) => line.startsWith("## "))).toEqual([comment.split("\n")[1]]);
  expect(comment).not.toContain("\u001b");
  expect(bare(comment)).not.toMatch(/<img|@team|\]\(http/);
});

test("deferred changes and actions can't forge the comment", () => {
  const review = reviewOf({
    "plan.json": plan([], {
      deferred_changes: [{ reason: hostile, resource_change: { address: hostile } }],
      action_invocations: [{ address: hostile }],
    }) as never,
  });
  expect(review.stops.map(({ rule }) => rule)).toEqual(["TF-09", "TF-09"]);
  const comment = markdownReview(review);
  expect(comment.split("\n").filter((line) => line.startsWith("## "))).toHaveLength(1);
  expect(comment).not.toContain("\u001b");
  expect(bare(comment)).not.toMatch(/<img|@team|\]\(http/);
});

test("a stack that left the file can't forge the comment", () => {
  const left = [{ name: hostile, deployed: `still deployed: ${hostile}` }];
  const shown = markdownReview(reviewOf({ "plan.json": plan([]) as never }, {}, [], undefined, [], left));
  expect(shown.match(/^## /gm)).toHaveLength(1);
  expect(shown).not.toContain("\u001b");
  expect(bare(shown)).not.toMatch(/<img|@team|\]\(http/);
});
