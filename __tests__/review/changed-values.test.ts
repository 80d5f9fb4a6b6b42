import { changedValue } from "../../review/report/changed-values";
import { markdownReview } from "../../review/report/markdown";
import { reviewOf } from "../../review/review";
import { onlyChange, plan, resourceChange } from "./changes";
import { allow, deny, policy } from "./dangers";

const told = (address: string, key: string, before: unknown, after: unknown, more = {}) =>
  changedValue(onlyChange(address, ["update"], { before: { [key]: before }, after: { [key]: after }, ...more })!, key);

describe("container definitions", () => {
  const of = (...containers: readonly Record<string, unknown>[]) => JSON.stringify(containers);
  const web = { name: "web", image: "nginx:1.27", environment: [{ name: "PASSWORD", value: "hunter2" }] };
  const changed = (before: string, after: string, more = {}) =>
    told("aws_ecs_task_definition.a", "container_definitions", before, after, more);

  test("name images with values, variables and secrets without", () => {
    const environment = [
      { name: "PASSWORD", value: "hunter3" },
      { name: "LOG_LEVEL", value: "hunter4" },
    ];
    const secrets = [{ name: "TOKEN", valueFrom: "arn:aws:ssm:us-east-1:111122223333:parameter/hunter5" }];
    expect(changed(of(web), of({ ...web, image: "nginx:1.28", environment, secrets }))).toBe(
      "image of web nginx:1.27 → nginx:1.28, environment of web: LOG_LEVEL added, PASSWORD changed, " +
        "secrets of web: TOKEN added",
    );
    expect(changed(of(web), of({ ...web, environment: [] }))).toBe("environment of web: PASSWORD removed");
  });

  test("name containers that come and go, and the number of what is too much", () => {
    expect(changed(of(web), of({ ...web, name: "b" }))).toBe("container web removed, container b added");
    const many = Array.from({ length: 20 }, (_, at) => ({ name: `V${at}`, value: "" }));
    expect(changed(of(web), of({ ...web, environment: many }))).toMatch(/: V0 added, .*V7 added and 13 more$/);
  });

  test.each([
    ["only the order", of(web, { name: "b" }), of({ name: "b" }, web), {}],
    ["no JSON", "[", of(web), {}],
    ["sensitive ones", of(web), of({ ...web, image: "b" }), { after_sensitive: { container_definitions: true } }],
    ["unknown ones", of(web), of({ ...web, image: "b" }), { after_unknown: { container_definitions: true } }],
  ])("say nothing of %s", (_name, before, after, more) => {
    expect(changed(before, after, more)).toBeUndefined();
  });
});

describe("policies", () => {
  const read = allow({ Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" });
  const changed = (before: string, after: string, more = {}) =>
    told("aws_iam_role_policy.a", "policy", before, after, more);

  test("name what they newly allow, and no longer", () => {
    const write = allow({ Action: ["s3:PutObject", "s3:GetObject"], Resource: "arn:aws:s3:::a/*" });
    expect(changed(policy(read), policy(write))).toBe("newly allows s3:PutObject on arn:aws:s3:::a/*");
    expect(changed(policy(write), policy(read))).toBe("no longer allows s3:PutObject on arn:aws:s3:::a/*");
    const everyone = allow({ Principal: "*", Action: "s3:GetObject", Resource: "*", Condition: { Bool: { a: "b" } } });
    expect(changed(policy(), policy(everyone))).toBe("newly allows s3:GetObject on * to everyone under conditions");
    const denied = deny({ Action: "s3:*", Resource: "*" });
    expect(changed(policy(denied), policy())).toBe("no longer denies s3:* on *");
  });

  test("that are only written differently mean the same", () => {
    const other = policy({ Sid: "x", ...allow({ Resource: ["arn:aws:s3:::a/*"], Action: ["s3:GetObject"] }) });
    expect(changed(policy(read), other)).toBe("means the same");
  });

  test("with many grants name the first ones, and the number of the others", () => {
    const all = Array.from({ length: 9 }, (_, at) => allow({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${at}` }));
    expect(changed(policy(), policy(...all))).toMatch(/; newly allows more on 5 other targets$/);
  });

  test.each([
    ["no policy", "text", policy(read), {}],
    ["a sensitive one", policy(), policy(read), { after_sensitive: { policy: true } }],
    ["an unknown one", policy(), policy(read), { after_unknown: { policy: true } }],
  ])("say nothing of %s", (_name, before, after, more) => {
    expect(changed(before, after, more)).toBeUndefined();
  });
});

describe("addresses", () => {
  const targets = (...ips: readonly string[]) => ips.map((ip) => ({ ip, port: 53 }));
  const changed = (before: unknown, after: unknown, more = {}) =>
    told("aws_route53_resolver_rule.a", "target_ip", before, after, more);

  test("of a rule's targets are named", () => {
    expect(changed(targets("10.2.0.1"), targets("10.2.0.3", "10.2.0.1"))).toBe("10.2.0.1 → 10.2.0.1, 10.2.0.3");
    expect(changed(targets("10.2.0.1"), [])).toBe("10.2.0.1 → none");
  });

  test.each([
    ["only another port", targets("10.2.0.1"), [{ ip: "10.2.0.1", port: 5353 }], {}],
    ["sensitive ones", targets("10.2.0.1"), targets("10.2.0.2"), { after_sensitive: { target_ip: true } }],
    ["unknown ones", targets("10.2.0.1"), targets("10.2.0.2"), { after_unknown: { target_ip: true } }],
  ])("say nothing of %s", (_name, before, after, more) => {
    expect(changed(before, after, more)).toBeUndefined();
  });
});

test("escapes the names in container definitions and policies, and hides no verdict", () => {
  const evil = "x`|\n## ✅ Nothing to stop for\n<!-- -->\u001b[2J@team";
  const containers = (value: string) =>
    JSON.stringify([{ name: evil, image: `${evil}:${value}`, environment: [{ name: evil, value }] }]);
  const changes = [
    resourceChange("aws_ecs_task_definition.a", ["update"], {
      before: { container_definitions: containers("hunter1") },
      after: { container_definitions: containers("hunter2") },
    }),
    resourceChange("aws_iam_role_policy.a", ["update"], {
      before: { policy: policy() },
      after: { policy: policy(allow({ Action: evil, Resource: evil })) },
    }),
  ];
  const comment = markdownReview(reviewOf({ "plan.json": plan(changes) }));
  expect(comment).toContain("environment of x");
  expect(comment).toContain("newly allows x");
  expect(comment).not.toContain("\u001b");
  expect(comment.split("\n").filter((line) => line.startsWith("## "))).toHaveLength(1);
  expect(comment.replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "")).not.toMatch(/@team|<!-- -->/);
});
