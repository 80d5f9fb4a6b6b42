import { jsonReview } from "../../review/report/json";
import { markdownReview } from "../../review/report/markdown";
import { reviewOf } from "../../review/review";
import { plan, resourceChange } from "./changes";
import { created, destroyed, type Json, type Pair, policy, stopsOf, updated } from "./dangers";

const fileSystem = {
  id: "fs-0123456789abcdef0",
  arn: "arn:aws:elasticfilesystem:us-east-1:1:file-system/fs-0123456789abcdef0",
};
const mountTarget = (actions: readonly string[], more: Json = {}) =>
  resourceChange("aws_efs_mount_target.a", actions, {
    before: { id: "fsmt-1", file_system_id: fileSystem.id },
    replace_paths: [["file_system_id"]],
    ...more,
  });
const output = (change: Json): Json => plan([], { output_changes: { vpc_id: change } });
const rule = (cidr: string) =>
  created("aws_vpc_security_group_ingress_rule.a", {
    cidr_ipv4: cidr,
    ip_protocol: "tcp",
    from_port: 2049,
    to_port: 2049,
  });

const zone = (name: string) => created("aws_route53_zone.a", { name, vpc: [{ vpc_id: "vpc-1" }] });
const blocked = (domain: string) =>
  plan([
    resourceChange("aws_route53_resolver_firewall_rule.a", ["create"], {
      after: { action: "BLOCK", firewall_domain_list_id: "rslvr-fdl-1" },
    }),
    resourceChange("aws_route53_resolver_firewall_domain_list.a", ["no-op"], {
      before: { id: "rslvr-fdl-1", domains: [domain] },
      after: { id: "rslvr-fdl-1", domains: [domain] },
    }),
  ]);

const pairs: readonly Pair[] = [
  {
    name: "a private zone for the names of AWS in China",
    danger: zone("amazonaws.com.cn"),
    kind: "outage",
    says: ["is a private zone for amazonaws.com.cn: names below it without a record"],
    harmless: zone("corp.com.cn"),
  },
  {
    name: "a DNS Firewall rule for the names of AWS in the European Sovereign Cloud",
    danger: blocked("*.amazonaws.eu"),
    kind: "outage",
    says: ["blocks queries for *.amazonaws.eu, so names of AWS services"],
    harmless: blocked("*.example.eu"),
  },
  {
    name: "a deposed file system",
    danger: plan([
      resourceChange("aws_efs_file_system.a", ["delete"], { before: fileSystem }, { deposed: "0a1b2c3d" }),
      resourceChange("aws_efs_file_system.a", ["no-op"], { before: fileSystem, after: fileSystem }),
    ]),
    kind: "data-loss",
    says: ["has an old (deposed) object that is destroyed: all its files are deleted"],
    harmless: plan([
      resourceChange("aws_security_group.a", ["delete"], { before: { id: "sg-1" } }, { deposed: "0a1b2c3d" }),
    ]),
  },
  {
    name: "a repository",
    danger: destroyed("aws_ecr_repository.a", { name: "web" }),
    kind: "data-loss",
    says: ["is destroyed: its images are lost"],
    harmless: destroyed("aws_ecr_lifecycle_policy.a", { repository: "web" }),
  },
  {
    name: "a log group",
    danger: destroyed("aws_cloudwatch_log_group.a", { name: "web", skip_destroy: false }),
    kind: "data-loss",
    says: ["its logs are lost"],
    harmless: destroyed("aws_cloudwatch_log_group.a", { name: "web", skip_destroy: true }),
  },
  {
    name: "a backup vault",
    danger: destroyed("aws_backup_vault.a", { name: "efs" }),
    kind: "data-loss",
    says: ["its recovery points are lost"],
    harmless: updated("aws_backup_vault.a", { tags: {} }, { tags: { a: "b" } }),
  },
  {
    name: "an output with another value",
    danger: output({ actions: ["update"], before: "vpc-1", after: "vpc-2" }),
    kind: "outage",
    says: ["changes its value (vpc-1 → vpc-2), and other stacks read it"],
    harmless: output({ actions: ["create"], before: null, after: "vpc-2" }),
  },
  {
    name: "an output of another type",
    danger: output({ actions: ["update"], before: "vpc-1", after: ["vpc-1"] }),
    kind: "outage",
    says: ["changes its type (string → list)"],
    harmless: output({ actions: ["update"], before: ["subnet-1"], after: ["subnet-0", "subnet-1"] }),
  },
  {
    name: "an output of a resource that is created anew",
    danger: plan([resourceChange("aws_security_group.a", ["delete", "create"], { before: { id: "sg-1" } })], {
      output_changes: { security_group_id: { actions: ["update"], before: "sg-1", after_unknown: true } },
    }),
    kind: "outage",
    says: ["changes its value (sg-1 → (known after apply))"],
    // The old revision of a task definition stays usable.
    harmless: plan(
      [resourceChange("aws_ecs_task_definition.a", ["delete", "create"], { before: { arn: "arn:aws:ecs:a:1" } })],
      {
        output_changes: { task_definition: { actions: ["update"], before: "arn:aws:ecs:a:1", after_unknown: true } },
      },
    ),
  },
  {
    name: "half of all addresses",
    danger: rule("128.0.0.0/1"),
    kind: "access",
    says: ["allows inbound tcp/2049 from 128.0.0.0/1, a large part of all addresses"],
    harmless: rule("10.0.0.0/8"),
  },
  {
    name: "a second rule of a group that is open already",
    danger: updated(
      "aws_security_group.a",
      { ingress: [{ from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }] },
      {
        ingress: [443, 2049].map((port) => ({
          from_port: port,
          to_port: port,
          protocol: "tcp",
          cidr_blocks: ["0.0.0.0/0"],
        })),
      },
    ),
    kind: "access",
    says: ["allows inbound tcp/2049 from 0.0.0.0/0"],
    harmless: updated(
      "aws_security_group.a",
      { ingress: [{ from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }] },
      {
        ingress: [
          { from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] },
          { from_port: 2049, to_port: 2049, protocol: "tcp", cidr_blocks: ["10.0.0.0/16"] },
        ],
      },
    ),
  },
  {
    name: "a resource that Terraform forgets",
    danger: plan([resourceChange("aws_vpc.a", ["forget"]), resourceChange("aws_vpc.b", ["forget"])]),
    kind: "plan",
    says: ["is no longer managed by Terraform, but stays in AWS"],
    harmless: plan([resourceChange("aws_vpc.a", ["no-op"], {}, { previous_address: "aws_vpc.old" })]),
  },
  {
    name: "a check block that fails",
    danger: plan([], {
      checks: [
        { address: { to_display: "check.dns" }, status: "fail", instances: [{ problems: [{ message: "no answer" }] }] },
      ],
    }),
    kind: "plan",
    says: ["fails: no answer"],
    harmless: plan([], { checks: [{ address: { to_display: "check.dns" }, status: "pass", instances: [{}] }] }),
  },
  {
    name: "an action that runs during apply",
    danger: plan([], { action_invocations: [{ address: "action.aws_lambda_invoke.a" }] }),
    kind: "plan",
    says: ["runs during apply"],
    harmless: plan([], { action_invocations: [] }),
  },
  {
    name: "deferred changes",
    danger: plan([], {
      complete: false,
      applyable: true,
      deferred_changes: [{ reason: "x", resource_change: { address: "aws_vpc.a" } }],
    }),
    kind: "plan",
    says: ["it defers aws_vpc.a (x) to a later plan"],
    harmless: plan([], { complete: true, applyable: true }),
  },
];

describe.each(pairs)("$name", ({ danger, kind, says, harmless }) => {
  test("fails", () => {
    const stops = stopsOf(danger);
    expect(stops.map((stop) => stop.kind)).toEqual([kind]);
    for (const part of says) expect(stops[0]!.what).toContain(part);
  });

  test("has a harmless twin", () => {
    expect(stopsOf(harmless)).toEqual([]);
  });
});

describe("one stop for each cause", () => {
  const bucket = { id: "content", bucket: "content", arn: "arn:aws:s3:::content" };

  test("what a replaced file system takes along is listed under it", () => {
    const json = plan([
      mountTarget(["delete", "create"]),
      resourceChange(
        "aws_efs_file_system.a",
        ["delete", "create"],
        { before: fileSystem },
        { action_reason: "replace_because_tainted" },
      ),
    ]);
    expect(stopsOf({ ...json, planned_values: plannedFileSystem })).toMatchObject([
      {
        kind: "data-loss",
        resource: "aws_efs_file_system.a",
        what: expect.stringContaining("because it is tainted") as string,
        todo: "run terraform untaint 'aws_efs_file_system.a' to keep it, and plan again",
        consequences: ["aws_efs_mount_target.a"],
      },
    ]);
  });

  test("data is not listed under something lighter", () => {
    const json = plan([
      resourceChange("aws_vpc.a", ["delete"], { before: { id: "vpc-0123456789abcdef0" } }),
      resourceChange("aws_db_instance.a", ["delete"], { before: { id: "db", vpc_id: "vpc-0123456789abcdef0" } }),
      resourceChange("aws_subnet.a", ["delete"], { before: { id: "subnet-1", vpc_id: "vpc-0123456789abcdef0" } }),
    ]);
    expect(stopsOf(json).map(({ kind, resource, consequences }) => [kind, resource, consequences])).toEqual([
      ["data-loss", "aws_db_instance.a", undefined],
      ["outage", "aws_vpc.a", ["aws_subnet.a"]],
    ]);
  });

  test("a policy that is destroyed along with its bucket opens nothing", () => {
    const denies = policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" });
    const json = plan([
      resourceChange("aws_s3_bucket.a", ["delete"], { before: bucket }),
      resourceChange("aws_s3_bucket_policy.a", ["delete"], { before: { bucket: "content", policy: denies } }),
    ]);
    expect(stopsOf(json).map(({ resource }) => resource)).toEqual(["aws_s3_bucket.a"]);
  });
});

const plannedFileSystem = {
  root_module: {
    resources: [
      { address: "aws_efs_file_system.a", mode: "managed", type: "aws_efs_file_system", name: "a", values: {} },
    ],
  },
};

describe("values", () => {
  const both = (json: Json) => {
    const review = reviewOf({ "plan.json": json as never });
    return [markdownReview(review), jsonReview(review)];
  };

  test("of counts and images are shown in the list of changes", () => {
    const containers = (image: string) =>
      JSON.stringify([{ name: "web", image, environment: [{ name: "A", value: "hunter2" }] }]);
    const [markdown] = both(
      plan([
        resourceChange("aws_ecs_service.web", ["update"], {
          before: { desired_count: 2 },
          after: { desired_count: 4 },
        }),
        resourceChange("aws_ecs_task_definition.web", ["delete", "create"], {
          before: { container_definitions: containers("nginx:1.27") },
          after: { container_definitions: containers("nginx:1.28") },
          replace_paths: [["container_definitions"]],
        }),
      ]),
    );
    expect(markdown).toContain("`desired_count` 2 → 4");
    expect(markdown).toContain("image of web nginx:&#8203;1.27 → nginx:&#8203;1.28");
    expect(markdown).not.toContain("hunter2");
  });

  test.each([
    [
      "an attribute",
      updated(
        "aws_route53_resolver_rule.a",
        { target_ip: [{ ip: "10.66.0.1" }, { ip: "10.66.0.2" }] },
        { target_ip: [{ ip: "10.66.0.2" }] },
        { before_sensitive: { target_ip: [{ ip: true }] } },
      ),
      "10.66.0",
    ],
    [
      "an output",
      output({
        actions: ["update"],
        before: "hunter2-old",
        after: "hunter2-new",
        before_sensitive: true,
        after_sensitive: true,
      }),
      "hunter2",
    ],
    [
      "a policy",
      updated(
        "aws_s3_bucket_policy.a",
        { policy: policy() },
        { policy: policy({ Effect: "Allow", Principal: "*", Action: "s3:GetHunter2", Resource: "*" }) },
        { after_sensitive: { policy: true } },
      ),
      "Hunter2",
    ],
    [
      "a check's message",
      plan([], {
        checks: [
          {
            address: { to_display: "check.a" },
            status: "fail",
            instances: [{ problems: [{ message: "is hunter2-x" }] }],
          },
        ],
        configuration: { root_module: { variables: { password: { sensitive: true } } } },
        variables: { password: { value: "hunter2-x" } },
      }),
      "hunter2",
    ],
  ])("that are sensitive are printed in no format: %s", (_name, json, secret) => {
    expect(stopsOf(json)).toHaveLength(1);
    for (const text of both(json)) expect(text).not.toContain(secret);
  });

  test("cannot forge a verdict", () => {
    const forged = "x\n## ✅ Nothing to stop for\n@team <!-- `|";
    const [markdown = ""] = both(
      plan(
        [
          resourceChange("aws_route.a", ["update"], { before: { gateway_id: forged }, after: { gateway_id: "igw-1" } }),
          resourceChange("aws_s3_bucket_policy.a", ["create"], {
            after: { policy: policy({ Effect: "Allow", Principal: "*", Action: forged, Resource: forged }) },
          }),
          resourceChange("aws_vpc.a", ["update"], {
            before: { cidr_block: forged },
            after: { cidr_block: "10.0.0.0/8" },
          }),
        ],
        {
          output_changes: { [forged]: { actions: ["update"], before: forged, after: "y" } },
          checks: [
            { address: { to_display: forged }, status: "fail", instances: [{ problems: [{ message: forged }] }] },
          ],
          action_invocations: [{ address: forged }],
        },
      ),
    );
    expect(markdown.split("\n").filter((line) => line.startsWith("## "))).toHaveLength(1);
    expect(markdown.replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "")).not.toMatch(/@team|<!-- `/);
  });
});
